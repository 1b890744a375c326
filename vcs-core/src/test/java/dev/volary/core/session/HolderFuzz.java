package dev.volary.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// Any bytes taken as the file of a session or lock: they are words for people, never a failure.
final class HolderFuzz {
  @FuzzTest
  void isReadWhateverItIs(byte[] bytes) throws IOException {
    Path file = Files.createTempFile("fuzz", ".session");
    try {
      Files.write(file, bytes);
      Map<String, String> fields = Holder.read(file);
      Holder holder = Holder.of(fields);
      assertThat(holder.processId()).isNotNegative();
      assertThat(holder.words()).isNotEmpty();
      assertThat(holder.words().codePoints().anyMatch(Character::isISOControl)).isFalse();
      assertThat(Sessions.generation(fields)).isNotNegative();
    } finally {
      Files.delete(file);
    }
  }
}

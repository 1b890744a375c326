package dev.volary.remote.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.volary.core.error.VolaryException;
import java.io.ByteArrayInputStream;
import java.io.IOException;

/// Whatever comes in lines of Git's, reading it ends, with bytes or a failure.
final class PacketFuzz {
  @FuzzTest
  void endsInAnyCase(byte[] bytes) {
    SideBand bands = new SideBand(new PacketReader(new ByteArrayInputStream(bytes)), word -> {});
    try {
      assertThat(bands.readAllBytes().length).isLessThan(bytes.length + 1);
    } catch (VolaryException | IOException e) {
      assertThat(e).hasMessageContaining(" ");
    }
  }
}

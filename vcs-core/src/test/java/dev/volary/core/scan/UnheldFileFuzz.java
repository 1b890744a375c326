package dev.volary.core.scan;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.io.ByteString;

/// Any bytes taken as what a worktree can't hold.
final class UnheldFileFuzz {
  @FuzzTest
  void isReadOrRefused(byte[] bytes) {
    try {
      UnheldFile read = UnheldFile.index("fuzz", bytes);
      assertThat(read.at(ByteString.utf8("a/b"))).isNotNull();
      assertThat(read.size()).isNotNegative();
    } catch (VolaryException e) {
      assertThat(e.fault()).isEqualTo(Fault.CORRUPT);
    }
  }
}

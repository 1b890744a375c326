package dev.volary.core.worktree;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;

/// Any bytes taken as a worktree's record.
final class WorktreeRecordFuzz {
  @FuzzTest
  void isRefusedOrCanonical(byte[] bytes) {
    try {
      assertThat(WorktreeRecord.decode("fuzz", bytes).encode()).isEqualTo(bytes);
    } catch (VolaryException e) {
      assertThat(e.fault()).isIn(Fault.CORRUPT, Fault.TOO_NEW, Fault.TOO_OLD);
    }
  }
}

package dev.volary.core.worktree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.history.CommitId;
import dev.volary.core.io.ByteString;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A worktree's record comes back as it was, and nothing else passes for one.
final class WorktreeRecordTest {
  private static final CommitId ONE = CommitId.hex("1".repeat(40));
  private static final CommitId TWO = CommitId.hex("2f".repeat(20));
  private static final WorktreeIdentity IDENTITY =
      new WorktreeIdentity(
          ByteString.of(new byte[] {'/', (byte) 0xff, '\n'}), -5, 7, -1_000, 999_999_999);

  private static final Provision.Overlay OVERLAY =
      new Provision.Overlay(TWO, ObjectId.hex("ab".repeat(32)));

  private static WorktreeRecord provided(Provision provision) {
    return new WorktreeRecord(
        "pg",
        IDENTITY,
        new Head.Detached(),
        Optional.of(ONE),
        new Pending.Nothing(),
        List.of(),
        provision);
  }

  static WorktreeRecord[] records() {
    Head branch = new Head.OnBranch("refs/heads/main");
    Head none = new Head.Detached();
    return new WorktreeRecord[] {
      new WorktreeRecord("pg", IDENTITY, branch, Optional.empty(), new Pending.Nothing()),
      new WorktreeRecord("pg", IDENTITY, none, Optional.of(ONE), new Pending.Committing(TWO)),
      new WorktreeRecord("pg", IDENTITY, branch, Optional.of(ONE), new Pending.Changing(none, TWO)),
      new WorktreeRecord("pg", IDENTITY, none, Optional.empty(), new Pending.ChangingPart(TWO)),
      new WorktreeRecord(
          "pg",
          IDENTITY,
          none,
          Optional.of(ONE),
          new Pending.Nothing(),
          List.of(
              new Subvolume(ByteString.utf8("db"), IDENTITY),
              new Subvolume(ByteString.of(new byte[] {(byte) 0xff}), IDENTITY))),
      provided(new Provision(Optional.of(OVERLAY), new Provision.Stay.WhileRunning())),
      provided(
          new Provision(Optional.empty(), new Provision.Stay.Until(Instant.ofEpochSecond(-5)))),
    };
  }

  @ParameterizedTest
  @MethodSource("records")
  void comesBackAsItWas(WorktreeRecord record) {
    assertThat(WorktreeRecord.decode("test", record.encode())).isEqualTo(record);
  }

  @ParameterizedTest
  @MethodSource("records")
  void everyFlippedBitAndEveryCutIsRefused(WorktreeRecord record) {
    byte[] bytes = record.encode();
    for (int bit = 0; bit < bytes.length * 8; bit++) {
      byte[] flipped = bytes.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      refused(flipped);
    }
    for (int length = 0; length < bytes.length; length++) {
      refused(java.util.Arrays.copyOf(bytes, length));
    }
  }

  private static void refused(byte[] bytes) {
    assertThatThrownBy(() -> WorktreeRecord.decode("test", bytes))
        .isInstanceOfSatisfying(
            VolaryException.class,
            e -> assertThat(e.fault()).isIn(Fault.CORRUPT, Fault.TOO_NEW, Fault.TOO_OLD));
  }
}

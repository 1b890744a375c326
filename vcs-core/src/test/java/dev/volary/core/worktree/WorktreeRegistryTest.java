package dev.volary.core.worktree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.CommitId;
import dev.volary.core.io.ByteString;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Worktrees don't overlap, and a branch is live in one of them at most.
final class WorktreeRegistryTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final CommitId COMMIT = CommitId.hex("a".repeat(40));

  @TempDir Path folder;

  private static WorktreeRecord record(String path, Head head, Pending pending) {
    WorktreeIdentity identity = new WorktreeIdentity(ByteString.utf8(path), 1, 2, 3, 4);
    return new WorktreeRecord("pg", identity, head, Optional.of(COMMIT), pending);
  }

  private static Head branch(String name) {
    return new Head.OnBranch("refs/heads/" + name);
  }

  @Test
  void oneInAnotherIsRefused() throws IOException {
    WorktreeRegistry registry = new WorktreeRegistry(folder);
    registry.add(record("/srv/pg", branch("a"), new Pending.Nothing()), RANDOM);
    registry.add(record("/srv/pg2", branch("b"), new Pending.Nothing()), RANDOM);
    for (String path : new String[] {"/srv/pg", "/srv/pg/base", "/srv", "/"}) {
      assertThatThrownBy(
              () -> registry.add(record(path, branch("c"), new Pending.Nothing()), RANDOM))
          .as(path)
          .isInstanceOfSatisfying(
              VolaryException.class, e -> assertThat(e.fault()).isEqualTo(Fault.CONFLICT));
    }
    assertThat(registry.all()).hasSize(2);
  }

  @Test
  void aBranchIsLiveOnceEvenWhileAChangeToItIsUnderWay() throws IOException {
    WorktreeRegistry registry = new WorktreeRegistry(folder);
    registry.add(record("/a", branch("old"), new Pending.Changing(branch("new"), COMMIT)), RANDOM);
    for (String name : new String[] {"old", "new"}) {
      assertThatThrownBy(() -> registry.requireFree("pg", branch(name)))
          .as(name)
          .isInstanceOfSatisfying(
              VolaryException.class, e -> assertThat(e.fault()).isEqualTo(Fault.CONFLICT));
    }
    registry.requireFree("pg", branch("other"));
    registry.requireFree("another", branch("old"));
    registry.requireFree("pg", new Head.Detached());
  }

  @Test
  void whatIsRemovedIsGone() throws IOException {
    WorktreeRegistry registry = new WorktreeRegistry(folder);
    WorktreeFolder made = registry.add(record("/a", branch("x"), new Pending.Nothing()), RANDOM);
    assertThat(made.read().head()).isEqualTo(branch("x"));
    registry.remove(made);
    assertThat(registry.all()).isEmpty();
    registry.add(record("/a", branch("x"), new Pending.Nothing()), RANDOM);
    assertThat(registry.all()).hasSize(1);
  }
}

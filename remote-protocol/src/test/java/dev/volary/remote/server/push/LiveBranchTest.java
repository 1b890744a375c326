package dev.volary.remote.server.push;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volary.core.depot.VolumeName;
import dev.volary.core.error.Fault;
import dev.volary.core.history.CommitId;
import dev.volary.core.history.GitObjectId;
import dev.volary.core.history.RefName;
import dev.volary.core.io.ByteString;
import dev.volary.core.operation.live.Initialise;
import dev.volary.remote.message.CommandVerdict.Objection;
import dev.volary.remote.message.PushBegin;
import dev.volary.remote.message.PushBegun;
import dev.volary.remote.message.RefCommand;
import dev.volary.remote.server.Call;
import dev.volary.remote.server.ServedDepot;
import dev.volary.remote.server.depot.DepotService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Verdicts before anything is sent.
final class LiveBranchTest {
  @TempDir Path folder;

  private static Optional<Objection> verdict(
      ServedDepot served, String branch, Optional<CommitId> before, CommitId after)
      throws IOException {
    RefCommand command =
        new RefCommand(
            RefName.branch(branch),
            before.map(GitObjectId::ofCommit),
            Optional.of(GitObjectId.ofCommit(after)),
            false);
    PushBegin push = new PushBegin(List.of(command), false, true, 0);
    Call call =
        new Call("POST", "pg/volary/1/push", push.write())
            .by(DepotService.forOwner(served.depot(), ServedDepot.AUTHOR));
    return PushBegun.read(call.bytes()).verdicts().getFirst().objection();
  }

  @Test
  void aBranchLiveInAWorktreeIsLeftAlone() throws IOException {
    try (ServedDepot served = new ServedDepot(folder.resolve("depot"));
        ServedDepot own = new ServedDepot(folder.resolve("own"))) {
      Path tree = Files.createDirectory(folder.resolve("tree"));
      new Initialise(served.depot())
          .run(
              new Initialise.Request(
                  ByteString.utf8(tree.toString()),
                  Optional.of(new VolumeName("pg")),
                  Optional.empty(),
                  false));
      CommitId commit = own.commit("pg", "new", "x");
      Objection live = verdict(served, "main", Optional.empty(), commit).orElseThrow();
      assertThat(live.fault()).isEqualTo(Fault.CONFLICT);
      assertThat(live.text()).contains("main is live in worktree " + tree, "another branch");
      assertThat(verdict(served, "other", Optional.empty(), commit)).isEmpty();
    }
  }

  @Test
  void aRefThatMovedIsALostRace() throws IOException {
    try (ServedDepot served = new ServedDepot(folder.resolve("depot"));
        ServedDepot own = new ServedDepot(folder.resolve("own"))) {
      CommitId first = served.commit("pg", "main", "one");
      served.commit("pg", "main", "two");
      CommitId commit = own.commit("pg", "new", "x");
      Objection lost = verdict(served, "main", Optional.of(first), commit).orElseThrow();
      assertThat(lost.fault()).isEqualTo(Fault.BUSY);
      assertThat(lost.text()).startsWith(PushJudge.MOVED);
    }
  }
}

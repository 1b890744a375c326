package dev.volary.cli.command.adopt;

import dev.volary.cli.command.Invocation;
import dev.volary.core.depot.Targets;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.CommitId;
import dev.volary.core.history.RefName;
import dev.volary.core.io.ByteString;
import dev.volary.core.object.Entry;
import dev.volary.core.object.Node;
import dev.volary.core.object.tree.DirectoryReader;
import dev.volary.core.object.tree.Top;
import dev.volary.core.operation.Branches;
import dev.volary.core.operation.Presence;
import dev.volary.core.operation.live.NewWorktree;
import dev.volary.core.worktree.Head;
import dev.volary.core.worktree.WorktreeRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A state of a project's data that is to live once more, on a branch of its own.
///
/// @param what the commit
/// @param branch the branch's name
record EarlierState(Invocation call, Targets.RevisionTarget what, String branch) {

  /// Fails with CONFLICT where the commit lacks some of the project's data.
  void requireHolds(ComposeData data) throws IOException {
    Presence.require(what.volume(), what.commit());
    var objects = call.depot().store();
    DirectoryReader reader = new DirectoryReader(objects);
    var top = Top.read(objects, what.volume().history().facts(what.commit()).root()).directory();
    List<String> lacking = new ArrayList<>();
    for (Map.Entry<ByteString, ByteString> each : data.directories().entrySet()) {
      Optional<Entry> entry = reader.find(top, each.getKey());
      if (entry.filter(e -> e.node() instanceof Node.DirectoryNode).isEmpty()) {
        lacking.add(each.getKey().toString());
      }
    }
    if (!lacking.isEmpty()) {
      throw new VolaryException(
          Fault.CONFLICT,
          "%s of %s has no directory %s at its top, which the Compose file needs: name a volume made by `volary init --compose`"
              .formatted(
                  what.commit().shortHex(), what.volume().name(), String.join(", ", lacking)),
          lacking);
    }
  }

  /// Makes it live in `directory`, or returns where the branch lives already at this commit.
  ByteString live(ByteString directory) throws IOException {
    RefName ref = RefName.branch(branch);
    Head head = new Head.OnBranch(ref.value());
    Optional<CommitId> tip = what.volume().history().refs().find(ref);
    for (WorktreeRecord record : call.depot().worktrees().all().values()) {
      if (record.volume().equals(what.volume().name().text()) && record.head().equals(head)) {
        return reused(record);
      }
    }
    NewWorktree copies =
        new NewWorktree(call.depot(), call.identity(), call.progress("restoring")::done);
    if (tip.isPresent()) {
      requireSame(tip);
      return copies.run(what.volume(), directory, head, what.commit()).path();
    }
    List<ByteString> made = new ArrayList<>();
    new Branches(call.depot(), call.identity())
        .createFor(
            what.volume(),
            ref,
            what.commit(),
            () -> made.add(copies.run(what.volume(), directory, head, what.commit()).path()));
    return made.getFirst();
  }

  private ByteString reused(WorktreeRecord record) {
    requireSame(record.base());
    if (!record.subvolumes().isEmpty()) {
      throw new VolaryException(
          Fault.CONFLICT,
          "branch %s is what the project itself lives on: choose another -p".formatted(branch));
    }
    return record.identity().path();
  }

  private void requireSame(Optional<CommitId> other) {
    if (!other.equals(Optional.of(what.commit()))) {
      throw new VolaryException(
          Fault.CONFLICT,
          "branch %s of %s is at %s already: choose another -p, or name %s@%s"
              .formatted(
                  branch,
                  what.volume().name(),
                  other.map(CommitId::shortHex).orElse("nothing"),
                  what.volume().name(),
                  branch));
    }
  }
}

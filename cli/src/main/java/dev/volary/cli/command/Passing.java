package dev.volary.cli.command;

import dev.volary.cli.output.Output;
import dev.volary.core.history.ShelvedRef;
import dev.volary.core.operation.scratch.PassingWorktrees;
import dev.volary.core.worktree.Provision.Stay;
import dev.volary.core.worktree.WorktreeRecord;
import java.util.Optional;

/// Says which worktrees went because their time was over.
record Passing(Output output) implements PassingWorktrees.Listener {
  @Override
  public void removed(WorktreeRecord record, Optional<ShelvedRef> safety) {
    if (record.provision().stay() instanceof Stay.Until) {
      output.talk(
          "the time of %s was over, it is removed%s"
              .formatted(
                  record.identity().path(),
                  safety
                      .map(kept -> "; its uncommitted changes are kept as " + kept.tip().shortHex())
                      .orElse("")));
    }
  }

  @Override
  public void stays(WorktreeRecord record, String reason) {
    output.warn(
        "the time of %s is over, but it stays for now: %s"
            .formatted(record.identity().path(), reason));
  }
}

package dev.volary.cli.command.worktree;

import dev.volary.cli.command.Invocation;
import dev.volary.cli.command.Verb;
import dev.volary.cli.output.Output;
import dev.volary.cli.output.Words;
import dev.volary.core.capture.rules.LeftOut;
import dev.volary.core.depot.Targets;
import dev.volary.core.history.ShelvedRef;
import dev.volary.core.operation.live.OldWorktree;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `volary worktree remove`.
@Command(name = "remove", description = "Delete a live copy, or only stop versioning it.")
public final class WorktreeRemove implements Verb {
  @Option(names = "--keep-files", description = "leave the directory as it is, no longer versioned")
  private boolean keepFiles;

  @Option(
      names = {"-f", "--force"},
      description = "even with uncommitted changes (a safety commit keeps them)")
  private boolean force;

  @Parameters(arity = "0..1", paramLabel = "WHERE", description = "its directory or VOLUME@BRANCH")
  private @Nullable String where;

  @Override
  public int run(Invocation call) throws IOException {
    Targets.WorktreeTarget target =
        where == null ? call.worktree() : call.targets().worktree(Optional.of(where));
    OldWorktree.Removed removed =
        new OldWorktree(call.depot(), call.identity())
            .remove(
                target,
                new OldWorktree.Removal(
                    keepFiles, force, leaving -> announce(call.output(), leaving)));
    Optional<ShelvedRef> safety = removed.safety();
    LeftOut leftOut = removed.leftOut();
    Output output = call.output();
    if (output.mode().json()) {
      output.json(
          "volary.removed/1",
          json ->
              json.put("path", target.record().identity().path())
                  .put("keptFiles", keepFiles)
                  .put("ignoredFiles", leftOut.files())
                  .put("ignoredBytes", leftOut.bytes())
                  .put("safety", safety.map(s -> s.tip().toHex())));
      return DONE;
    }
    output.line(
        "%s is no worktree any more%s"
            .formatted(target.record().identity().path(), keepFiles ? "; its files stay" : ""));
    String back =
        safety
            .map(s -> s.tip().shortHex())
            .or(() -> target.record().base().map(c -> c.shortHex()))
            .orElse("");
    if (!keepFiles && !back.isEmpty()) {
      output.talk(
          "undo: volary -C %s worktree add %s %s"
              .formatted(target.volume().name(), target.record().identity().path(), back));
    }
    return DONE;
  }

  private static void announce(Output output, LeftOut leaving) {
    if (leaving.files() > 0 && !output.mode().json()) {
      output.line(
          "deleting with it %s (%s) that no commit has: %s%s"
              .formatted(
                  Words.count(leaving.files(), "ignored file"),
                  Words.size(leaving.bytes()),
                  String.join(", ", leaving.first().stream().map(Object::toString).toList()),
                  leaving.files() > leaving.first().size() ? " and more" : ""));
    }
  }
}

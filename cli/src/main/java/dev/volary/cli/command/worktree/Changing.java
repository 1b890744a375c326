package dev.volary.cli.command.worktree;

import dev.volary.cli.command.Invocation;
import dev.volary.cli.command.moment.AroundChange;
import dev.volary.cli.output.Output;
import dev.volary.cli.output.Words;
import dev.volary.core.depot.LiveWorktree;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.operation.live.TreeChange;
import dev.volary.core.operation.live.Uncommitted;
import dev.volary.core.restore.plan.PlanTotals;
import dev.volary.core.restore.plan.PlannedStep;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Option;

/// What every verb that changes a worktree has in common: its options and its answer.
final class Changing {
  @Option(names = "--stash", description = "put uncommitted changes aside")
  private boolean stash;

  @Option(
      names = "--discard",
      description = "overwrite uncommitted changes (a safety commit keeps them)")
  private boolean discard;

  @Option(
      names = "--restart",
      description = "stop the containers that use the worktree, and start them again afterwards")
  private boolean restart;

  @Option(names = "--dry-run", description = "say what would be done")
  private boolean dryRun;

  private List<String> restarted = List.of();

  boolean dryRun() {
    return dryRun;
  }

  /// Makes a change with no container running on the worktree; a dry run touches none.
  <T> T around(Invocation call, LiveWorktree worktree, AroundChange.Change<T> change)
      throws IOException {
    if (dryRun) {
      return change.make();
    }
    AroundChange around = new AroundChange(call, worktree, restart);
    T made = around.run(change);
    restarted = around.restarted();
    return made;
  }

  /// Returns the containers that were stopped for the change and run again.
  List<String> restarted() {
    return restarted;
  }

  boolean discards() {
    return discard || stash;
  }

  /// Returns how to go about the change; a dry run prints each step.
  TreeChange.Manner manner(Output output) {
    if (stash && discard) {
      throw new VolaryException(Fault.USAGE, "--stash and --discard exclude each other");
    }
    return manner(
        output, stash ? Uncommitted.STASH : discard ? Uncommitted.DISCARD : Uncommitted.REFUSE);
  }

  /// As [#manner], with uncommitted changes dealt with as the verb says.
  TreeChange.Manner manner(Output output, Uncommitted uncommitted) {
    return new TreeChange.Manner(
        uncommitted,
        dryRun,
        dryRun && !output.mode().quiet() ? step -> step(output, step) : s -> {});
  }

  private static void step(Output output, PlannedStep step) {
    String kind = step.kind().name().toLowerCase(Locale.ROOT);
    if (output.mode().json()) {
      output.json(
          "volary.step/1",
          json -> json.put("step", kind).put("path", step.path()).put("bytes", step.bytes()));
    } else {
      output.line("would " + kind + " " + (step.path().isEmpty() ? "." : step.path()));
    }
  }

  /// Prints what came of it; `result` is empty where no file was touched.
  void told(Invocation call, LiveWorktree worktree, Optional<TreeChange.Result> result) {
    Output output = call.output();
    String head = Places.name(worktree.record().head(), worktree.record().base());
    Optional<PlanTotals> totals = result.map(TreeChange.Result::totals);
    if (output.mode().json()) {
      output.json(
          "volary.changed/1",
          json -> {
            json.put("volume", worktree.volume().name().text())
                .put("worktree", worktree.record().identity().path())
                .put("head", head)
                .put("commit", worktree.record().base().map(c -> c.toHex()))
                .put("dryRun", dryRun)
                .put("created", totals.map(PlanTotals::created).orElse(0L))
                .put("changed", totals.map(PlanTotals::changed).orElse(0L))
                .put("removed", totals.map(PlanTotals::removed).orElse(0L))
                .put("bytesWritten", totals.map(PlanTotals::bytesWritten).orElse(0L))
                .put("safety", result.flatMap(TreeChange.Result::safety).map(s -> s.tip().toHex()));
          });
      return;
    }
    if (output.mode().quiet()) {
      worktree.record().base().ifPresent(commit -> output.line(commit.toHex()));
      return;
    }
    String done =
        totals
            .map(t ->
                ": %d new, %d changed, %d removed, %s %s"
                    .formatted(
                        t.created(),
                        t.changed(),
                        t.removed(),
                        Words.size(t.bytesWritten()),
                        dryRun ? "to write" : "written"))
            .orElse("");
    output.line(
        "%s %s %s%s"
            .formatted(worktree.record().shown(), dryRun ? "is still" : "is now", head, done));
    result
        .flatMap(TreeChange.Result::safety)
        .ifPresent(safety ->
            output.talk(
                "what was uncommitted is kept for a week as %s; undo: volary restore --source %s ."
                    .formatted(safety.tip().shortHex(), safety.tip().shortHex())));
    result.ifPresent(r ->
        r.kept()
            .forEach(path ->
                output.warn(
                    path
                        + " stays: it holds what is not data, or is a mount or a subvolume's"
                        + " directory")));
    result
        .filter(r -> r.unheld() > 0)
        .ifPresent(r ->
            output.warn(
                "%d entries can't be held here as they are (owners, devices, attributes); commits carry them over"
                    .formatted(r.unheld())));
  }
}

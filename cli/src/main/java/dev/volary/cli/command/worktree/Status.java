package dev.volary.cli.command.worktree;

import dev.volary.cli.command.Invocation;
import dev.volary.cli.command.Verb;
import dev.volary.cli.output.Output;
import dev.volary.cli.output.Words;
import dev.volary.core.depot.LiveWorktree;
import dev.volary.core.depot.Targets;
import dev.volary.core.diff.Change;
import dev.volary.core.io.ByteString;
import dev.volary.core.operation.live.StatusCheck;
import dev.volary.core.worktree.WorktreeRecord;
import java.io.IOException;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `volary status`.
@Command(name = "status", description = "Show what changed since the last commit.")
public final class Status implements Verb {
  private static final int SHOWN = 50;

  @Option(names = "--porcelain", description = "stable text, empty when clean")
  private boolean porcelain;

  @Option(
      names = {"-a", "--all"},
      description = "every change, not only the first " + SHOWN)
  private boolean all;

  @Override
  public int run(Invocation call) throws IOException {
    Targets.WorktreeTarget target = call.worktree();
    try (LiveWorktree worktree = LiveWorktree.openInterrupted(call.depot(), target, "status")) {
      WorktreeRecord record = worktree.record();
      if (record.pending().isChange()) {
        interrupted(call.output(), record);
        return DONE;
      }
      StatusCheck.Result result =
          new StatusCheck(call.depot(), call.progress("comparing").capture()).run(worktree);
      show(call.output(), record, result);
    }
    return DONE;
  }

  private void interrupted(Output output, WorktreeRecord record) {
    if (output.mode().json()) {
      output.json(
          "volary.status/1",
          json ->
              json.put("volume", record.volume())
                  .put("worktree", record.identity().path())
                  .put("interrupted", true));
    } else if (porcelain) {
      output.line("!! interrupted");
    } else {
      output.line(
          "a change of %s was interrupted: `volary switch --continue` goes on, `volary switch --abort` goes back"
              .formatted(record.identity().path()));
    }
  }

  private void show(Output output, WorktreeRecord record, StatusCheck.Result result) {
    long[] count = {0};
    boolean json = output.mode().json();
    if (!json && !porcelain && !output.mode().quiet()) {
      output.line(
          "volume %s, %s, based on %s"
              .formatted(
                  record.volume(),
                  Places.name(record.head(), record.base()),
                  record.base().map(c -> c.shortHex()).orElse("no commit yet")));
      result.warnings().forEach(output::warn);
    }
    if (result.base().isEmpty()) {
      count[0] = result.entries();
      if (!json && result.entries() > 0) {
        output.line(
            porcelain
                ? "?? ."
                : "never committed: %s in %s"
                    .formatted(Words.size(result.bytes()), Words.count(result.entries(), "entry")));
      }
    }
    result.changes(change -> {
      if (!json && (porcelain || all || count[0] < SHOWN)) {
        output.line(porcelain ? porcelain(change) : "  " + text(change));
      }
      count[0]++;
    });
    if (json) {
      json(output, record, result, count[0]);
    } else if (!porcelain) {
      summary(output, count[0]);
    }
  }

  private void summary(Output output, long count) {
    if (count == 0) {
      output.line("clean");
    } else if (count > SHOWN && !all) {
      output.line("  … and " + (count - SHOWN) + " more: `volary status --all` lists them");
    }
  }

  private static void json(
      Output output, WorktreeRecord record, StatusCheck.Result result, long count) {
    output.json(
        "volary.status/1",
        json -> {
          json.put("volume", record.volume())
              .put("worktree", record.identity().path())
              .put("head", Places.name(record.head(), record.base()))
              .put("base", record.base().map(c -> c.toHex()))
              .put("interrupted", false)
              .put("clean", count == 0)
              .put("changed", count)
              .texts("warnings", result.warnings());
        });
    result.changes(change ->
        output.json(
            "volary.change/1",
            json -> {
              json.put("path", change.path())
                  .put("change", change.type().name().toLowerCase(Locale.ROOT));
              change.from().ifPresent(from -> json.put("from", from));
              json.texts(
                  "aspects",
                  change.aspects().stream()
                      .map(a -> a.name().toLowerCase(Locale.ROOT))
                      .sorted()
                      .toList());
            }));
  }

  private static String porcelain(Change change) {
    String letter =
        switch (change.type()) {
          case ADDED -> "A";
          case REMOVED -> "D";
          case MODIFIED -> "M";
          case RENAMED -> "R";
        };
    String from = change.from().map(f -> f + " -> ").orElse("");
    return letter + " " + from + path(change.path());
  }

  private static String text(Change change) {
    String aspects =
        change.aspects().isEmpty()
            ? ""
            : " ("
                + String.join(
                    ", ",
                    change.aspects().stream()
                        .map(a -> a.name().toLowerCase(Locale.ROOT))
                        .sorted()
                        .toList())
                + ")";
    return switch (change.type()) {
      case ADDED -> "new:      " + path(change.path());
      case REMOVED -> "deleted:  " + path(change.path());
      case MODIFIED -> "changed:  " + path(change.path()) + aspects;
      case RENAMED ->
          "renamed:  " + path(change.from().orElseThrow()) + " -> " + path(change.path());
    };
  }

  private static String path(ByteString path) {
    return path.isEmpty() ? "." : path.toString();
  }
}

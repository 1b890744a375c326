package dev.volary.cli.command.tree;

import dev.volary.cli.command.Invocation;
import dev.volary.cli.command.Paths;
import dev.volary.cli.command.Verb;
import dev.volary.cli.output.Output;
import dev.volary.core.depot.Targets;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.operation.live.Difference;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `volary diff`.
@Command(name = "diff", description = "Tell what differs between commits, or from the worktree.")
public final class Diff implements Verb {
  /// The exit code that says: there are differences.
  private static final int DIFFERENT = 1;

  /// Deeper directories count for the one above.
  private static final int DEPTH = 3;

  @Option(names = "--stat", description = "a line a file, with the bytes that are new")
  private boolean stat;

  @Option(
      names = {"-v", "--name-status"},
      description = "a line a file, with what differs")
  private boolean details;

  @Option(names = "--exit-code", description = "exit with 1 where there are differences")
  private boolean tell;

  @Parameters(
      arity = "0..*",
      paramLabel = "REV",
      description = "two commits (A B, or A..B), or one to compare with the worktree")
  private List<String> revisions = List.of();

  @Mixin private Paths paths = new Paths();

  @Override
  public int run(Invocation call) throws IOException {
    Difference difference = difference(call);
    Output output = call.output();
    ChangeText text = new ChangeText(output);
    if (output.mode().json() || output.mode().quiet() || stat || details) {
      difference.changes(change -> text.change(change, difference.totals(change), stat));
    } else {
      difference.directories(DEPTH, text::directory);
    }
    text.finish();
    return tell && text.any() ? DIFFERENT : DONE;
  }

  private Difference difference(Invocation call) throws IOException {
    List<String> words = revisions;
    if (words.size() == 1 && words.getFirst().contains("..") && !words.getFirst().contains("...")) {
      words = List.of(words.getFirst().split("\\.\\.", 2));
    }
    if (words.size() > 2) {
      throw new VolaryException(
          Fault.USAGE, "diff takes at most two commits; paths stand after --");
    }
    Difference.Side before = side(call.revision(words.isEmpty() ? "" : words.getFirst()));
    return words.size() == 2
        ? Difference.between(call.depot(), before, side(call.revision(words.get(1))), paths.all())
        : Difference.since(call.depot(), before, call.worktree(), paths.all());
  }

  private static Difference.Side side(Targets.RevisionTarget target) {
    return new Difference.Side(target.volume(), target.commit());
  }
}

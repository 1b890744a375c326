package dev.volary.cli.command.worktree;

import dev.volary.cli.command.ConsistencyText;
import dev.volary.cli.command.Invocation;
import dev.volary.cli.command.Verb;
import dev.volary.cli.command.moment.ChosenMoment;
import dev.volary.cli.command.moment.MomentOptions;
import dev.volary.cli.output.Output;
import dev.volary.cli.output.Words;
import dev.volary.core.depot.LiveWorktree;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.Consistency;
import dev.volary.core.operation.live.CommitTree;
import java.io.IOException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `volary commit`.
@Command(name = "commit", description = "Make what the worktree holds now a commit of its branch.")
public final class Commit implements Verb {
  @Option(
      names = {"-m", "--message"},
      paramLabel = "MSG",
      description = "what this state is")
  private List<String> messages = List.of();

  @Option(names = "--label", paramLabel = "K=V", description = "a label, to find it by")
  private List<String> labels = List.of();

  @Mixin private MomentOptions moments = new MomentOptions();

  @Option(
      names = "--allow-torn",
      description = "keep files that change under every attempt to read them")
  private boolean allowTorn;

  @Option(names = "--allow-shrink", description = "even if more than half of the tree has vanished")
  private boolean allowShrink;

  @Option(names = "--allow-outside-links", description = "even if links lead data out of the tree")
  private boolean allowOutsideLinks;

  @Override
  public int run(Invocation call) throws IOException {
    SortedMap<String, String> given = labels();
    try (LiveWorktree worktree = LiveWorktree.open(call.depot(), call.worktree(), "commit");
        ChosenMoment chosen = moments.choose(call, worktree)) {
      SortedMap<String, String> all = new TreeMap<>(chosen.labels());
      all.putAll(given);
      CommitTree.Request request =
          new CommitTree.Request(
              String.join("\n\n", messages),
              all,
              chosen.moment(),
              new CommitTree.Allowances(allowTorn, allowShrink, allowOutsideLinks));
      CommitTree.Result result =
          new CommitTree(call.depot(), call.identity(), call.progress("capturing").capture())
              .run(worktree, request);
      show(call.output(), worktree, result);
    }
    return DONE;
  }

  private SortedMap<String, String> labels() {
    SortedMap<String, String> parsed = new TreeMap<>();
    for (String label : labels) {
      int equals = label.indexOf('=');
      if (equals < 1) {
        throw new VolaryException(
            Fault.USAGE, "'" + label + "' is no label: write --label KEY=VALUE");
      }
      parsed.put(label.substring(0, equals), label.substring(equals + 1));
    }
    return parsed;
  }

  private static void show(Output output, LiveWorktree worktree, CommitTree.Result result) {
    result.warnings().forEach(output::warn);
    Consistency consistency = result.facts().consistency();
    String branch = Places.name(worktree.record().head(), worktree.record().base());
    if (output.mode().json()) {
      output.json(
          "volary.committed/1",
          json ->
              json.put("commit", result.commit().toHex())
                  .put("created", result.created())
                  .put("branch", branch)
                  .put("root", result.facts().root().toHex())
                  .put("entries", result.facts().entries())
                  .put("bytes", result.facts().bytes())
                  .put("stored", result.stored().storedBytes())
                  .object(
                      "consistency",
                      level ->
                          level
                              .put("level", consistency.level().word())
                              .put("method", consistency.method())
                              .put("pauseMillis", consistency.pauseMillis())));
    } else if (output.mode().quiet()) {
      output.line(result.commit().toHex());
    } else if (!result.created()) {
      output.line("nothing changed since " + result.commit().shortHex() + " on " + branch);
    } else {
      output.line(
          "[%s %s] %s in %s, %s stored, %s"
              .formatted(
                  branch,
                  result.commit().shortHex(),
                  Words.size(result.facts().bytes()),
                  Words.count(result.facts().entries(), "entry"),
                  Words.size(result.stored().storedBytes()),
                  ConsistencyText.of(consistency)));
    }
  }
}

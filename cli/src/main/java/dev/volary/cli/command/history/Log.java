package dev.volary.cli.command.history;

import dev.volary.cli.command.Invocation;
import dev.volary.cli.command.Paths;
import dev.volary.cli.command.Verb;
import dev.volary.cli.output.Output;
import dev.volary.core.depot.Targets;
import dev.volary.core.depot.Volume;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.CommitId;
import dev.volary.core.history.CommitInfo;
import dev.volary.core.history.LogQuery;
import dev.volary.core.history.VolumeHistory.LogStep;
import dev.volary.core.history.graph.CommitGraph;
import dev.volary.core.history.input.CaptureTime;
import dev.volary.core.io.ByteString;
import dev.volary.core.operation.PathHistory;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `volary log`.
@Command(name = "log", description = "List commits, the latest first.")
public final class Log implements Verb {
  @Option(names = "--graph", description = "draw how branches part and meet")
  private boolean graph;

  @Option(names = "--all", description = "start at every branch and tag")
  private boolean all;

  @Option(names = "--oneline", description = "one line a commit")
  private boolean oneLine;

  @Option(names = "--first-parent", description = "follow the first parent of merges only")
  private boolean firstParent;

  @Option(
      names = "--label",
      paramLabel = "K[=V]",
      description = "only commits that carry this label")
  private List<String> labels = List.of();

  @Option(names = "--since", paramLabel = "TIME", description = "only those captured then or later")
  private @Nullable String since;

  @Option(
      names = "--until",
      paramLabel = "TIME",
      description = "only those captured then or earlier")
  private @Nullable String until;

  @Option(names = "-n", paramLabel = "N", description = "at most so many")
  private int limit = Integer.MAX_VALUE;

  @Parameters(
      arity = "0..1",
      paramLabel = "REV",
      description = "where to start (default: the present commit), or a range A..B")
  private String revision = "";

  @Mixin private Paths paths = new Paths();

  @Override
  public int run(Invocation call) throws IOException {
    Volume volume;
    LogQuery.Range range;
    if (revision.contains("..")) {
      volume = call.volume();
      range = volume.history().resolveRange(revision);
    } else if (all && revision.isEmpty()) {
      volume = call.volume();
      range = new LogQuery.Range(List.of(), List.of());
    } else {
      Targets.RevisionTarget start = call.revision(revision);
      volume = start.volume();
      range = new LogQuery.Range(List.of(start.commit()), List.of());
    }
    LogQuery query = query(range, call);
    Output output = call.output();
    CommitRendering rendering = new CommitRendering(volume);
    Optional<PathHistory> path = paths.one().map(p -> pathHistory(call, volume, p));
    CommitGraph<CommitId> lines = new CommitGraph<>();
    int[] shown = {0};
    volume
        .history()
        .walk(
            path.isPresent() ? query.withLimit(Integer.MAX_VALUE) : query,
            step -> {
              boolean wanted =
                  step.shown() && path.map(p -> p.changedIn(step.commit())).orElse(true);
              show(new LogStep(step.commit(), wanted), rendering, lines, output);
              shown[0] += wanted ? 1 : 0;
              return shown[0] < limit;
            });
    return DONE;
  }

  private static PathHistory pathHistory(Invocation call, Volume volume, ByteString path) {
    try {
      return new PathHistory(volume.history(), call.depot().store(), path);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private LogQuery query(LogQuery.Range range, Invocation call) {
    Map<String, Optional<String>> wanted = new LinkedHashMap<>();
    for (String label : labels) {
      int equals = label.indexOf('=');
      wanted.put(
          equals < 0 ? label : label.substring(0, equals),
          equals < 0 ? Optional.empty() : Optional.of(label.substring(equals + 1)));
    }
    Instant now = call.surroundings().clock().instant();
    LogQuery.Filter filter =
        new LogQuery.Filter(
            time(since, now).map(CaptureTime::first),
            time(until, now).map(CaptureTime::last),
            wanted);
    if (limit < 0) {
      throw new VolaryException(Fault.USAGE, "-n takes a number of commits, not " + limit);
    }
    LogQuery query = LogQuery.of(range).withFilter(filter).withLimit(limit);
    query = all ? query.withAllRefs() : query;
    return firstParent ? query.withFirstParent() : query;
  }

  private static Optional<CaptureTime> time(@Nullable String text, Instant now) {
    return Optional.ofNullable(text).map(t -> CaptureTime.parse(t, now, ZoneId.systemDefault()));
  }

  private void show(
      LogStep step, CommitRendering rendering, CommitGraph<CommitId> lines, Output output) {
    CommitInfo commit = step.commit();
    if (output.mode().json()) {
      if (step.shown()) {
        output.json("volary.commit/1", json -> rendering.json(json, commit));
      }
      return;
    }
    if (output.mode().quiet()) {
      if (step.shown()) {
        output.line(commit.id().toHex());
      }
      return;
    }
    List<String> text =
        oneLine
            ? List.of(rendering.line(commit, output))
            : withGap(rendering.lines(commit, output));
    if (graph) {
      drawn(step, text, lines).forEach(output::line);
    } else if (step.shown()) {
      text.forEach(output::line);
    }
  }

  private static List<String> drawn(LogStep step, List<String> text, CommitGraph<CommitId> lines) {
    CommitInfo commit = step.commit();
    if (!step.shown()) {
      return lines.skip(commit.id(), commit.parents());
    }
    CommitGraph.Rows rows = lines.add(commit.id(), commit.parents());
    List<String> drawn = new ArrayList<>();
    for (int i = 0; i < Math.max(text.size(), rows.edges().size() + 1); i++) {
      String left =
          i == 0 ? rows.commit() : i <= rows.edges().size() ? rows.edges().get(i - 1) : rows.rest();
      String padding = " ".repeat(Math.max(0, rows.commit().length() - left.length()));
      drawn.add((left + padding + " " + (i < text.size() ? text.get(i) : "")).stripTrailing());
    }
    return drawn;
  }

  private static List<String> withGap(List<String> lines) {
    lines.add("");
    return lines;
  }
}

package dev.volary.cli.command.history;

import dev.volary.cli.command.ConsistencyText;
import dev.volary.cli.output.JsonObject;
import dev.volary.cli.output.Output;
import dev.volary.cli.output.Words;
import dev.volary.core.depot.Volume;
import dev.volary.core.history.CommitId;
import dev.volary.core.history.CommitInfo;
import dev.volary.core.history.Consistency;
import dev.volary.core.history.RefName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Commits as text and as JSON, with the names that point at them.
final class CommitRendering {
  private final Map<CommitId, List<String>> names = new TreeMap<>();

  /// A rendering that knows the branches and tags of `volume`.
  CommitRendering(Volume volume) {
    for (String kind : List.of(RefName.BRANCHES, RefName.REMOTES, RefName.TAGS)) {
      volume
          .history()
          .refs()
          .list(kind)
          .forEach((ref, commit) ->
              names
                  .computeIfAbsent(commit, _ -> new ArrayList<>())
                  .add((ref.isTag() ? "tag: " : "") + ref.shortName()));
    }
  }

  /// Returns ` (main, tag: v1)`, or nothing.
  String decoration(CommitId id, Output output) {
    List<String> here = names.getOrDefault(id, List.of());
    return here.isEmpty() ? "" : " " + output.style("33", "(" + String.join(", ", here) + ")");
  }

  /// Returns the lines of a commit as `log` shows it.
  List<String> lines(CommitInfo commit, Output output) {
    List<String> lines = new ArrayList<>();
    lines.add(
        output.style("33", "commit " + commit.id().toHex()) + decoration(commit.id(), output));
    if (commit.parents().size() > 1) {
      lines.add(
          "Merge:    "
              + String.join(" ", commit.parents().stream().map(CommitId::shortHex).toList()));
    }
    lines.add("Author:   " + commit.author());
    lines.add("Captured: " + Words.moment(commit.facts().captured()));
    lines.add(
        "Data:     %s in %s, %s"
            .formatted(
                Words.size(commit.facts().bytes()),
                Words.count(commit.facts().entries(), "entry"),
                ConsistencyText.of(commit.facts().consistency())));
    commit.labels().forEach((key, value) -> lines.add("Label:    " + key + "=" + value));
    lines.add("");
    commit.text().lines().forEach(line -> lines.add("    " + line));
    return lines;
  }

  /// Returns a commit on one line.
  String line(CommitInfo commit, Output output) {
    return output.style("33", commit.id().shortHex())
        + decoration(commit.id(), output)
        + " "
        + commit.subject();
  }

  /// Puts the fields of a commit.
  void json(JsonObject json, CommitInfo commit) {
    json.put("id", commit.id().toHex())
        .texts("parents", commit.parents().stream().map(CommitId::toHex).toList())
        .object(
            "author",
            author ->
                author.put("name", commit.author().name()).put("email", commit.author().email()))
        .put("captured", commit.facts().captured())
        .put("committed", commit.committed())
        .put("message", commit.text())
        .put("labels", commit.labels())
        .texts("refs", names.getOrDefault(commit.id(), List.of()))
        .put("root", commit.facts().root().toHex())
        .put("entries", commit.facts().entries())
        .put("bytes", commit.facts().bytes())
        .object("consistency", level -> consistency(level, commit.facts().consistency()));
  }

  private static void consistency(JsonObject json, Consistency consistency) {
    json.put("level", consistency.level().word())
        .put("method", consistency.method())
        .put("pauseMillis", consistency.pauseMillis());
  }
}

package dev.volary.cli.command.tree;

import dev.volary.cli.output.JsonObject;
import dev.volary.cli.output.Output;
import dev.volary.cli.output.Table;
import dev.volary.cli.output.Words;
import dev.volary.core.diff.Aspect;
import dev.volary.core.diff.Change;
import dev.volary.core.diff.DirectoryTotals;
import dev.volary.core.io.ByteString;
import dev.volary.core.io.RawText;
import dev.volary.core.object.Node;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Changes between trees as lines, as a table of directories and as JSON.
public final class ChangeText {
  private final Output output;
  private final Table directories = new Table();
  private long added;
  private long changed;
  private long removed;
  private long renamed;
  private long bytes;

  /// Prints to `output`.
  public ChangeText(Output output) {
    this.output = output;
  }

  /// Tells whether there was any change.
  public boolean any() {
    return added + changed + removed + renamed > 0;
  }

  /// Prints one change.
  ///
  /// @param sizes whether the bytes that are new are wanted instead of what differs
  public void change(Change change, DirectoryTotals totals, boolean sizes) {
    count(totals);
    if (output.mode().json()) {
      output.json("volary.change/1", json -> json(json, change, totals.bytes()));
      return;
    }
    String path = shown(change.path());
    if (output.mode().quiet()) {
      output.line(path);
      return;
    }
    String name = change.from().map(from -> shown(from) + " -> " + path).orElse(path);
    String rest =
        sizes
            ? totals.bytes() > 0 ? "  " + Words.size(totals.bytes()) : ""
            : change.aspects().isEmpty() ? "" : "  (" + aspects(change) + ")";
    output.line(letter(change) + "  " + name + rest);
  }

  /// Takes the totals of a directory; those of the top are what finish() tells.
  public void directory(DirectoryTotals totals) {
    if (totals.path().isEmpty()) {
      count(totals);
    } else if (totals.entries() > 0) {
      directories.row(shown(totals.path()) + "/", counts(totals), Words.size(totals.bytes()));
    }
  }

  /// Prints what comes at the end.
  public void finish() {
    DirectoryTotals all =
        new DirectoryTotals(ByteString.EMPTY, added, changed, removed, renamed, bytes);
    if (output.mode().json()) {
      output.json(
          "volary.difference/1",
          json ->
              json.put("added", added)
                  .put("changed", changed)
                  .put("removed", removed)
                  .put("renamed", renamed)
                  .put("newBytes", bytes));
    } else if (!output.mode().quiet()) {
      directories.print(output);
      if (any()) {
        output.line("in all: " + counts(all) + ", " + Words.size(bytes) + " new");
      }
    }
  }

  private void count(DirectoryTotals totals) {
    added += totals.added();
    changed += totals.changed();
    removed += totals.removed();
    renamed += totals.renamed();
    bytes += totals.bytes();
  }

  private static String counts(DirectoryTotals totals) {
    return List.of(
            words(totals.added(), "added"),
            words(totals.changed(), "changed"),
            words(totals.removed(), "removed"),
            words(totals.renamed(), "renamed"))
        .stream()
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining(", "));
  }

  private static String words(long count, String what) {
    return count == 0 ? "" : count + " " + what;
  }

  private static void json(JsonObject json, Change change, long newBytes) {
    json.put("type", change.type().name().toLowerCase(Locale.ROOT)).put("path", change.path());
    change.from().ifPresent(from -> json.put("from", from));
    json.texts("aspects", change.aspects().stream().sorted().map(ChangeText::word).toList());
    change.before().ifPresent(entry -> json.put("sizeBefore", size(entry.node())));
    change.after().ifPresent(entry -> json.put("sizeAfter", size(entry.node())));
    json.put("newBytes", newBytes);
  }

  private static long size(Node node) {
    return EntryText.size(node);
  }

  private static String aspects(Change change) {
    return change.aspects().stream()
        .sorted()
        .map(ChangeText::word)
        .collect(Collectors.joining(", "));
  }

  private static String word(Aspect aspect) {
    return aspect.name().toLowerCase(Locale.ROOT);
  }

  private static String letter(Change change) {
    return switch (change.type()) {
      case ADDED -> "A";
      case REMOVED -> "D";
      case MODIFIED -> "M";
      case RENAMED -> "R";
    };
  }

  /// On a terminal a name must not move the cursor; in a pipe it is the bytes it is.
  private String shown(ByteString path) {
    if (path.isEmpty()) {
      return ".";
    }
    return output.mode().terminal() ? path.toString() : RawText.decode(path);
  }
}

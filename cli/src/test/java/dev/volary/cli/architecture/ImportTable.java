package dev.volary.cli.architecture;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// The import table: a package imports only packages of rows above its own.
///
/// A row stands for its packages and for those below them that have no row of their own. Packages
/// of one row may import each other as long as no cycle comes of it.
final class ImportTable {
  private static final String BASE = "dev.volary.";

  /// From the top down; each line is one row.
  private static final List<List<String>> ROWS =
      List.of(
          List.of("core.error"),
          List.of("core.io"),
          List.of("core.hash"),
          List.of("core.linux"),
          List.of("core.object"),
          List.of("core.chunk"),
          List.of("core.session"),
          List.of("core.store"),
          List.of("core.history"),
          List.of("core.reach"),
          List.of("core.diff"),
          List.of("core.worktree"),
          List.of("core.scan"),
          List.of("core.capture"),
          List.of("core.restore"),
          List.of("core.gc"),
          List.of("core.verify"),
          List.of("core.depot"),
          List.of("core.operation"),
          List.of("remote.message"),
          List.of("remote.wire"),
          List.of("remote.discovery"),
          List.of("remote.access"),
          List.of("remote.transfer"),
          List.of("remote.client", "remote.server"),
          List.of(
              "remote.server.git",
              "remote.server.depot",
              "remote.server.hub",
              "remote.server.peer",
              "remote.server.web"),
          List.of("remote.file"),
          List.of("cli.output"),
          List.of("cli.docker"),
          List.of("cli.command"),
          List.of("cli"));

  /// Groups whose members never import each other, whatever their order in the table.
  private static final List<List<String>> STRANGERS =
      List.of(
          List.of("core.capture", "core.restore", "core.gc", "core.verify"),
          List.of("remote.client", "remote.server"));

  private ImportTable() {}

  /// Why `from` must not import `to` (both full package names), or nothing if it may.
  static Optional<String> objection(String from, String to) {
    if (from.equals(to)) {
      return Optional.empty();
    }
    Optional<Place> user = place(from);
    Optional<Place> used = place(to);
    if (user.isEmpty() || used.isEmpty()) {
      return Optional.of((user.isEmpty() ? from : to) + " has no row in the import table");
    }
    if (used.get().row() > user.get().row()) {
      return Optional.of(to + " stands below " + from + " in the import table");
    }
    for (List<String> group : STRANGERS) {
      Optional<String> one = group.stream().filter(name -> covers(name, from)).findAny();
      Optional<String> other = group.stream().filter(name -> covers(name, to)).findAny();
      if (one.isPresent() && other.isPresent() && !one.equals(other)) {
        return Optional.of(one.get() + " and " + other.get() + " never import each other");
      }
    }
    return Optional.empty();
  }

  /// The row of a full package name: that of the longest entry that covers it.
  static Optional<Place> place(String packageName) {
    return IntStream.range(0, ROWS.size())
        .boxed()
        .flatMap(row -> ROWS.get(row).stream().map(entry -> new Place(row, entry)))
        .filter(place -> covers(place.entry(), packageName))
        .max((a, b) -> Integer.compare(a.entry().length(), b.entry().length()));
  }

  private static boolean covers(String entry, String packageName) {
    String full = BASE + entry;
    // `cli` is the program itself: what lies below it has its own row, or none.
    return packageName.equals(full) || !entry.equals("cli") && packageName.startsWith(full + ".");
  }

  /// Where a package stands.
  record Place(int row, String entry) {}
}

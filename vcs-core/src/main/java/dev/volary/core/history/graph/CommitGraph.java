package dev.volary.core.history.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Draws commits as `git log --graph` does: a column for each line of descent, `*` for a commit,
/// edges where lines part and meet. Feed it commits in topological order, children first; not safe
/// for threads.
///
/// @param <K> how commits are told apart
public final class CommitGraph<K> {
  private final List<K> columns = new ArrayList<>();

  /// What stands to the left of a commit's text.
  ///
  /// @param commit beside its first line
  /// @param edges beside the next lines, or alone where the text has no more
  /// @param rest beside all lines after those
  public record Rows(String commit, List<String> edges, String rest) {
    /// Copies the list.
    public Rows {
      edges = List.copyOf(edges);
    }
  }

  /// The rows of a commit that is shown.
  public Rows add(K commit, List<K> parents) {
    int at = columns.indexOf(commit);
    if (at < 0) {
      at = columns.size();
      columns.add(commit);
    }
    char[] row = bars(columns.size());
    row[2 * at] = '*';
    return new Rows(text(row), follow(at, parents), text(bars(columns.size())));
  }

  /// Passes over a commit that is not shown: its parents continue its line. There are rows only
  /// where lines part, meet or end.
  public List<String> skip(K commit, List<K> parents) {
    int at = columns.indexOf(commit);
    return at < 0 ? List.of() : follow(at, parents);
  }

  /// Lets the parents take a commit's column, and draws how the lines get there.
  private List<String> follow(int at, List<K> parents) {
    List<String> rows = new ArrayList<>();
    if (parents.isEmpty()) {
      rows.addAll(end(at));
    } else {
      columns.set(at, parents.getFirst());
      for (int i = parents.size() - 1; i > 0; i--) {
        rows.add(part(at, parents.get(i)));
      }
    }
    int twin = firstTwin();
    while (twin >= 0) {
      rows.addAll(meet(columns.indexOf(columns.get(twin)), twin));
      twin = firstTwin();
    }
    return rows;
  }

  /// A line ends: those to its right move up.
  private List<String> end(int at) {
    columns.remove(at);
    if (at == columns.size()) {
      return List.of();
    }
    char[] row = bars(at, columns.size() + 1);
    for (int i = at + 1; i <= columns.size(); i++) {
      row[2 * i - 1] = '/';
    }
    return List.of(text(row));
  }

  /// A further line begins beside a column: those to its right move away.
  private String part(int at, K parent) {
    char[] row = bars(at + 1, columns.size() + 1);
    for (int i = at; i < columns.size(); i++) {
      row[2 * i + 1] = '\\';
    }
    columns.add(at + 1, parent);
    return text(row);
  }

  /// Two lines that wait for the same commit become one: the right one crosses those in between.
  private List<String> meet(int left, int right) {
    List<String> rows = new ArrayList<>();
    int count = columns.size();
    if (right - left > 1) {
      char[] crossing = bars(count);
      crossing[2 * right] = ' ';
      crossing[2 * right - 1] = '/';
      for (int i = left + 1; i < right - 1; i++) {
        crossing[2 * i + 1] = '_';
      }
      rows.add(text(crossing));
    }
    char[] joining = bars(right, count);
    joining[2 * left + 1] = '/';
    for (int i = right + 1; i < count; i++) {
      joining[2 * i - 1] = '/';
    }
    rows.add(text(joining));
    columns.remove(right);
    return rows;
  }

  private int firstTwin() {
    for (int i = 1; i < columns.size(); i++) {
      if (columns.indexOf(columns.get(i)) < i) {
        return i;
      }
    }
    return -1;
  }

  private static char[] bars(int count) {
    return bars(count, count);
  }

  /// Bars in the first columns of a row that has room for more.
  private static char[] bars(int count, int room) {
    char[] row = new char[2 * room + 1];
    Arrays.fill(row, ' ');
    for (int i = 0; i < count; i++) {
      row[2 * i] = '|';
    }
    return row;
  }

  private static String text(char[] row) {
    return new String(row).stripTrailing();
  }
}

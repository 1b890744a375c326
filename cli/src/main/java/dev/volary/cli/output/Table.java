package dev.volary.cli.output;

import java.util.ArrayList;
import java.util.List;

/// Lines of cells in aligned columns, two blanks apart.
public final class Table {
  private final List<List<String>> rows = new ArrayList<>();

  /// Adds a row; all rows have the same number of cells.
  public Table row(String... cells) {
    rows.add(List.of(cells));
    return this;
  }

  /// Tells whether there is no row.
  public boolean isEmpty() {
    return rows.isEmpty();
  }

  /// Prints all rows.
  public void print(Output output) {
    int columns = rows.isEmpty() ? 0 : rows.getFirst().size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
      }
      output.line(line.toString().stripTrailing());
    }
  }
}

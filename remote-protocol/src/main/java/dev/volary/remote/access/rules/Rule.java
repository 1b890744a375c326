package dev.volary.remote.access.rules;

/// One line of the rules, as an explanation names it.
///
/// @param statement what it says, the same wherever it stands
/// @param line counted from 1; 0 for what is built in
public record Rule(Level level, String heading, String statement, int line) {
  @Override
  public String toString() {
    return line == 0
        ? "'" + statement + "', built in"
        : "'" + statement + "' in " + heading + ", " + level + ", line " + line;
  }
}

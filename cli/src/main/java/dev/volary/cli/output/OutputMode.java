package dev.volary.cli.output;

/// How a command's answer is written.
///
/// @param json one JSON object, or JSON Lines for streams
/// @param quiet ids only
/// @param colour with SGR colours
/// @param terminal whether standard error is a terminal
/// @param columns its width; 0 where it is none
public record OutputMode(
    boolean json, boolean quiet, boolean colour, boolean terminal, int columns) {
  /// Plain text for pipes and tests.
  public static final OutputMode PLAIN = new OutputMode(false, false, false, false, 0);
}

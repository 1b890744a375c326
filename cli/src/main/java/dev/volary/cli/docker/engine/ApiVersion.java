package dev.volary.cli.docker.engine;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;

/// A version of the engine's API, such as 1.41.
record ApiVersion(int major, int minor) implements Comparable<ApiVersion> {
  /// What this client is written for; later versions keep what it uses.
  private static final ApiVersion OURS = new ApiVersion(1, 41);

  /// Returns the version to speak with an engine that speaks those from `oldest` to `newest`.
  static String agree(String oldest, String newest) {
    ApiVersion low = parse(oldest);
    ApiVersion high = parse(newest);
    ApiVersion chosen = OURS.compareTo(low) < 0 ? low : OURS.compareTo(high) > 0 ? high : OURS;
    return chosen.major + "." + chosen.minor;
  }

  private static ApiVersion parse(String text) {
    int dot = text.indexOf('.');
    try {
      return new ApiVersion(
          Integer.parseInt(text.substring(0, Math.max(0, dot))),
          Integer.parseInt(text.substring(dot + 1)));
    } catch (NumberFormatException e) {
      throw new VolaryException(
          Fault.FAILED, "the Docker Engine has an API version that is none: " + text, e);
    }
  }

  @Override
  public int compareTo(ApiVersion other) {
    return major != other.major
        ? Integer.compare(major, other.major)
        : Integer.compare(minor, other.minor);
  }
}

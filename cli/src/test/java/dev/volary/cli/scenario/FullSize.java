package dev.volary.cli.scenario;

/// Sizes of tests that are run small every day, and full with `-Dvolary.full=true`.
final class FullSize {
  private FullSize() {}

  static boolean wanted() {
    return Boolean.getBoolean("volary.full");
  }

  static long of(long full, long daily) {
    return wanted() ? full : daily;
  }
}

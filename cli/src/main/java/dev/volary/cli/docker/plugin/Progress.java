package dev.volary.cli.docker.plugin;

import java.util.Locale;

/// How far a job is. Thread-safe.
final class Progress {
  private volatile long done;
  private volatile long total;

  /// So many bytes of so many are done; 0 where it is not known of how many.
  void at(long bytes, long of) {
    total = of;
    done = bytes;
  }

  /// Returns words such as `, 43 %`, empty where nothing is known yet.
  String words() {
    long of = total;
    long now = done;
    if (of > 0) {
      return ", %d %%".formatted(Math.min(99, now * 100 / of));
    }
    return now > 0 ? String.format(Locale.ROOT, ", %.1f MB", now / 1e6) : "";
  }
}

package dev.volary.core.capture.tree;

import dev.volary.core.linux.FileStat;
import dev.volary.core.object.Entry;
import dev.volary.core.object.Node;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Large files that are being written to while a tree is captured ahead of a pause: they will be
/// taken in the pause anyway, so reading them before would only be done twice. Not thread-safe.
///
/// A guess, by the time of the last change: what is postponed in vain costs its duplicate in the
/// pause, and what is not is read once more.
public final class Postponement {
  /// Smaller files are read in no time.
  private static final long SMALLEST_BYTES = 1L << 20;

  private static final Duration JUST_NOW = Duration.ofSeconds(5);

  private final Instant since;
  private long leftBytes;

  /// Postpones at most `mostBytes` of files that changed shortly before `now`.
  public Postponement(Instant now, long mostBytes) {
    this.since = now.minus(JUST_NOW);
    this.leftBytes = mostBytes;
  }

  /// Nothing is postponed.
  public static Postponement none() {
    return new Postponement(Instant.MAX.minus(JUST_NOW), 0);
  }

  /// Tells whether a file with these attributes, which `base` is the base's version of, is to be
  /// taken later; it counts from then on.
  ///
  /// Not if it has shrunk: what stands for it is the base's version, and counting that would make
  /// it seem as if data had vanished since.
  boolean covers(FileStat stat, Optional<Entry> base) {
    boolean fits =
        stat.isRegular()
            && stat.size() >= SMALLEST_BYTES
            && stat.size() <= leftBytes
            && isRecent(stat)
            && base.map(Entry::node).stream()
                .allMatch(node ->
                    node instanceof Node.RegularNode(long size, var _) && size <= stat.size());
    if (fits) {
      leftBytes -= stat.size();
    }
    return fits;
  }

  /// Compared as numbers: some file systems hold times that no [Instant] does.
  private boolean isRecent(FileStat stat) {
    return stat.mtimeSeconds() > since.getEpochSecond()
        || (stat.mtimeSeconds() == since.getEpochSecond() && stat.mtimeNanos() > since.getNano());
  }
}

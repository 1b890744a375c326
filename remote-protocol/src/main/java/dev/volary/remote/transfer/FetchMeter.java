package dev.volary.remote.transfer;

import java.util.OptionalLong;

/// Tells how far a fetch of objects is. The other side says how many objects it has; how many bytes
/// they take is taken from those that came, once these are enough to tell. Thread-safe.
public final class FetchMeter {
  /// Fewer say nothing of the others.
  private static final int ENOUGH = 64;

  private final TransferProgress progress;
  private TransferPhase phase = TransferPhase.TREES;
  private long expected;
  private long objects;
  private long bytes;

  /// Tells `progress`.
  public FetchMeter(TransferProgress progress) {
    this.progress = progress;
  }

  /// Begins a phase of so many objects, or of a number that is not known.
  public synchronized void begin(TransferPhase next, OptionalLong objectsExpected) {
    phase = next;
    expected = objectsExpected.orElse(0);
    objects = 0;
    bytes = 0;
    progress.at(phase, 0, OptionalLong.empty());
  }

  /// An object has come.
  public synchronized void object() {
    objects++;
  }

  /// So many bytes more have come.
  public synchronized void moved(long count) {
    bytes += count;
    progress.at(phase, bytes, total());
  }

  private OptionalLong total() {
    boolean known = expected >= objects && objects >= Math.min(ENOUGH, expected) && objects > 0;
    return known
        ? OptionalLong.of(Math.round((double) bytes / objects * expected))
        : OptionalLong.empty();
  }
}

package dev.volary.core.store.write;

/// Bounds memory by bytes: takes wait until enough has been given back. Thread-safe.
public final class ByteBudget {
  private final long limitBytes;
  private long takenBytes;
  private boolean open;

  /// A budget of `limitBytes`.
  public ByteBudget(long limitBytes) {
    this.limitBytes = limitBytes;
  }

  /// Takes `bytes` if they are there now; one take over the whole limit passes when nothing else is
  /// taken.
  public synchronized boolean tryTake(long bytes) {
    if (!open && takenBytes > 0 && takenBytes + bytes > limitBytes) {
      return false;
    }
    takenBytes += bytes;
    return true;
  }

  /// Takes `bytes`, waiting for them.
  public synchronized void take(long bytes) throws InterruptedException {
    while (!tryTake(bytes)) {
      wait();
    }
  }

  /// Gives `bytes` back.
  public synchronized void give(long bytes) {
    takenBytes -= bytes;
    notifyAll();
  }

  /// Lets every take pass from now on, because what was bounded has failed.
  public synchronized void lift() {
    open = true;
    notifyAll();
  }

  /// Returns the bytes taken now.
  public synchronized long takenBytes() {
    return takenBytes;
  }
}

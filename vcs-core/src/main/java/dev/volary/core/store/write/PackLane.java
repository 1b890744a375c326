package dev.volary.core.store.write;

import dev.volary.core.store.manifest.PackKind;
import dev.volary.core.store.pack.PackWriter;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.IntSupplier;

/// The unfinished packs of one kind, lent to one thread each. Thread-safe.
final class PackLane {
  /// Makes a pack.
  @FunctionalInterface
  interface Maker {
    /// Begins a pack of `kind`.
    PackWriter create(PackKind kind) throws IOException;
  }

  private final PackKind kind;
  private final Maker maker;
  private final IntSupplier allowed;
  private final Deque<PackWriter> idle = new ArrayDeque<>();
  private int busy;

  /// A lane of at most so many packs at once as `allowed` says.
  PackLane(PackKind kind, Maker maker, IntSupplier allowed) {
    this.kind = kind;
    this.maker = maker;
    this.allowed = allowed;
  }

  /// Returns a pack to append to, waiting for one if need be.
  PackWriter borrow() throws IOException {
    synchronized (this) {
      try {
        while (idle.isEmpty() && busy >= allowed.getAsInt()) {
          wait();
        }
      } catch (InterruptedException e) {
        throw Interruption.during("writing packs", e);
      }
      busy++;
      PackWriter writer = idle.poll();
      if (writer != null) {
        return writer;
      }
    }
    try {
      return maker.create(kind);
    } catch (IOException | RuntimeException e) {
      ended();
      throw e;
    }
  }

  /// Takes a pack back that can be appended to.
  synchronized void giveBack(PackWriter writer) {
    idle.add(writer);
    ended();
  }

  /// Notes that a pack that was lent is finished.
  synchronized void ended() {
    busy--;
    notifyAll();
  }

  /// Returns the packs that are not lent and forgets them.
  synchronized List<PackWriter> drain() {
    List<PackWriter> out = new ArrayList<>(idle);
    idle.clear();
    return out;
  }
}

package dev.volary.core.store.write;

import dev.volary.core.hash.ObjectKind;
import dev.volary.core.object.NewObject;
import dev.volary.core.store.pack.PackFormat;
import java.util.ArrayList;
import java.util.List;

/// Gathers objects put one after the other into batches that are packed together. Thread-safe.
public final class Batches {
  /// What compresses together: 256 KiB gains 7 % on a database over 64 KiB, more gains little.
  public static final int FRAME_BYTES = 256 << 10;

  /// Deltas are compressed one by one; only their descriptors gain from company.
  private static final int DELTA_BYTES = 1 << 20;

  private static final int DELTA_OBJECTS = 256;

  /// Objects of one kind, either all with a base or all without.
  public record Batch(ObjectKind kind, boolean delta, List<NewObject> objects) {}

  private final List<Gathering> gatherings = new ArrayList<>();

  /// Nothing gathered yet.
  public Batches() {
    for (ObjectKind kind : ObjectKind.values()) {
      gatherings.add(new Gathering(kind, false, FRAME_BYTES, PackFormat.MAX_SLOTS));
      gatherings.add(new Gathering(kind, true, DELTA_BYTES, DELTA_OBJECTS));
    }
  }

  /// Adds an object and returns the batches that are full now, at most two.
  public List<Batch> add(NewObject object) {
    boolean delta = !object.base().isEmpty();
    for (Gathering gathering : gatherings) {
      if (gathering.takes(object.kind(), delta)) {
        return gathering.add(object);
      }
    }
    throw new IllegalStateException("nobody gathers " + object.kind());
  }

  /// Returns all batches that are not full.
  public List<Batch> drain() {
    List<Batch> out = new ArrayList<>();
    for (Gathering gathering : gatherings) {
      gathering.drain(out);
    }
    return out;
  }

  /// One batch that is growing.
  private static final class Gathering {
    private final ObjectKind kind;
    private final boolean delta;
    private final int maxBytes;
    private final int maxObjects;
    private List<NewObject> objects = new ArrayList<>();
    private int bytes;

    Gathering(ObjectKind kind, boolean delta, int maxBytes, int maxObjects) {
      this.kind = kind;
      this.delta = delta;
      this.maxBytes = maxBytes;
      this.maxObjects = maxObjects;
    }

    boolean takes(ObjectKind wanted, boolean wantedDelta) {
      return kind == wanted && delta == wantedDelta;
    }

    synchronized List<Batch> add(NewObject object) {
      List<Batch> full = new ArrayList<>(2);
      if (bytes + object.plain().length > maxBytes) {
        drain(full);
      }
      objects.add(object);
      bytes += object.plain().length;
      if (bytes >= maxBytes || objects.size() >= maxObjects) {
        drain(full);
      }
      return full;
    }

    synchronized void drain(List<Batch> out) {
      if (!objects.isEmpty()) {
        out.add(new Batch(kind, delta, objects));
        objects = new ArrayList<>();
        bytes = 0;
      }
    }
  }
}

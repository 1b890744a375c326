package dev.volary.remote.client.push;

import dev.volary.core.error.VolaryException;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.hash.ObjectKind;
import dev.volary.core.reach.Closure;
import dev.volary.core.reach.ObjectSet;
import dev.volary.core.store.ObjectStore;
import dev.volary.core.store.transfer.RecordShares;
import java.util.List;
import java.util.OptionalLong;

/// About how many bytes a push will send, found by going over the trees without reading any file's
/// bytes.
///
/// @param bytes what was counted
/// @param isWhole whether everything was; else there is more
record PushEstimate(long bytes, boolean isWhole) {
  /// Some 16 GB of files; going over them takes about a second.
  private static final int MAX_OBJECTS = 250_000;

  /// Of so many every one is looked up; of more only one in some, which tells as much.
  private static final int EACH = 2000;

  private static final int ONE_IN = 8;

  /// Counts what `roots` reach beyond `there`, which is changed.
  static PushEstimate of(ObjectStore store, List<ObjectId> roots, ObjectSet there) {
    Count count = new Count(store.shares());
    for (ObjectId root : roots) {
      if (count.isFull()) {
        break;
      }
      new Closure(store, there).walk(List.of(root), count);
    }
    return new PushEstimate(Math.round(count.bytes), !count.isFull());
  }

  /// How many there are in all, where all were counted.
  OptionalLong total() {
    return isWhole ? OptionalLong.of(bytes) : OptionalLong.empty();
  }

  /// Adds up.
  private static final class Count implements Closure.Visitor {
    private final RecordShares shares;
    private int objects;
    private double bytes;

    Count(RecordShares shares) {
      this.shares = shares;
    }

    boolean isFull() {
      return objects >= MAX_OBJECTS;
    }

    @Override
    public boolean reached(ObjectKind kind, ObjectId id) {
      if (isFull()) {
        return false;
      }
      objects++;
      if (objects <= EACH) {
        bytes += shares.bytesOf(id);
      } else if (objects % ONE_IN == 0) {
        bytes += shares.bytesOf(id) * ONE_IN;
      }
      return true;
    }

    @Override
    public void unreadable(ObjectKind kind, ObjectId id, VolaryException failure) {
      // Sending it will say so.
    }
  }
}

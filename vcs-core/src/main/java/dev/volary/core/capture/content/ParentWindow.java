package dev.volary.core.capture.content;

import dev.volary.core.hash.ObjectId;
import dev.volary.core.object.BasePiece;
import dev.volary.core.object.Extent;
import dev.volary.core.object.NewObject;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The extents of a file's previous version around the present place: a bounded window that moves
/// forward only. Not thread-safe.
final class ParentWindow {
  /// How far ahead of the present place unchanged neighbours are looked for, in bytes.
  private static final long LOOK_AHEAD = 64L << 20;

  /// How many extents behind it are kept: 512 MiB of average chunks, 400 KiB of memory.
  private static final int BEHIND = 8192;

  private final Iterator<Extent> rest;
  private Extent[] extents = new Extent[64];

  /// The first word of each extent's chunk id: the search passes over thousands of them.
  private long[] keys = new long[64];

  private int count;

  ParentWindow(Iterator<Extent> extents) {
    this.rest = extents;
  }

  /// Moves on to the byte `place`, reading ahead of it.
  void moveTo(long place) {
    while (rest.hasNext() && (count == 0 || extents[count - 1].offset() < place + LOOK_AHEAD)) {
      if (count == extents.length) {
        makeRoom(place);
      }
      Extent next = rest.next();
      extents[count] = next;
      keys[count++] = next.chunk().map(ObjectId::w0).orElse(0L);
    }
  }

  private void makeRoom(long place) {
    int here = Math.max(0, indexAt(place));
    int drop = here - BEHIND;
    if (drop > extents.length / 4) {
      System.arraycopy(extents, drop, extents, 0, count - drop);
      System.arraycopy(keys, drop, keys, 0, count - drop);
      count -= drop;
    } else {
      extents = Arrays.copyOf(extents, extents.length * 2);
      keys = Arrays.copyOf(keys, extents.length);
    }
  }

  /// Returns the extent with this chunk that is nearest to `place`, or null.
  @Nullable Extent find(ObjectId id, long place) {
    int expected = Math.max(0, indexAt(place));
    if (expected < count && isChunk(extents[expected], id)) {
      return extents[expected];
    }
    Extent best = null;
    long distance = Long.MAX_VALUE;
    for (int i = 0; i < count; i++) {
      if (keys[i] == id.w0()
          && isChunk(extents[i], id)
          && Math.abs(extents[i].offset() - place) < distance) {
        best = extents[i];
        distance = Math.abs(extents[i].offset() - place);
      }
    }
    return best;
  }

  private static boolean isChunk(Extent extent, ObjectId id) {
    return extent.chunk().isPresent() && extent.chunk().get().equals(id);
  }

  /// Returns at most [NewObject#MAX_PIECES] pieces that hold the bytes from `from` to before `to`,
  /// as far as they are in the window; where there are more, the least ones at the rim are left
  /// out.
  List<BasePiece> pieces(long from, long to) {
    Deque<BasePiece> pieces = new ArrayDeque<>();
    for (int i = Math.max(0, indexAt(from)); i < count && extents[i].offset() < to; i++) {
      Extent extent = extents[i];
      long start = Math.max(from, extent.offset());
      long stop = Math.min(to, extent.end());
      if (extent.chunk().isPresent() && start < stop) {
        pieces.add(
            new BasePiece(
                extent.chunk().get(), (int) (start - extent.offset()), (int) (stop - start)));
      }
    }
    while (pieces.size() > NewObject.MAX_PIECES) {
      if (pieces.getFirst().length() < pieces.getLast().length()) {
        pieces.removeFirst();
      } else {
        pieces.removeLast();
      }
    }
    return List.copyOf(pieces);
  }

  /// The index of the extent that holds the byte `place`: -1 if it is before the window, the last
  /// if it is behind.
  private int indexAt(long place) {
    int low = 0;
    int high = count - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (extents[middle].offset() <= place) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return low - 1;
  }
}

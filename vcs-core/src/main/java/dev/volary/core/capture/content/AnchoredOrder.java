package dev.volary.core.capture.content;

import dev.volary.core.hash.ObjectId;
import dev.volary.core.hash.ObjectKind;
import dev.volary.core.object.BasePiece;
import dev.volary.core.object.Extent;
import dev.volary.core.object.NewObject;
import dev.volary.core.object.ObjectSink;
import java.util.ArrayList;
import java.util.List;

/// Puts the new chunks of a changed file, each with the bytes of the previous version it is likely
/// to resemble.
///
/// A run of changed chunks resembles the parent's bytes between its copies of the nearest unchanged
/// neighbours (a chunk of both, the beginning, the end). Within a run the place is proportional;
/// where no neighbour is near, it is the same distance from the last one. "Same offset" alone fails
/// on insertions: 250 MB of SQL with 0.1 % of the lines inserted cost 32 MiB so, and 0.15 MiB
/// anchored.
final class AnchoredOrder implements ChunkOrder {
  /// A run without a neighbour is put after this many bytes.
  private static final long MAX_RUN = 4L << 20;

  /// How much more of the parent is offered at either side, in bytes.
  private static final long MARGIN = 8L << 10;

  private static final long MAX_MARGIN = 64L << 10;

  private final ObjectSink sink;
  private final ParentWindow parent;
  private final long parentSize;
  private final List<Changed> run = new ArrayList<>();
  private long runBytes;
  private long here;
  private long there;

  /// A new chunk waiting for its neighbour.
  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  private record Changed(ObjectId id, long offset, byte[] plain) {}

  AnchoredOrder(ObjectSink sink, ParentWindow parent, long parentSize) {
    this.sink = sink;
    this.parent = parent;
    this.parentSize = parentSize;
  }

  @Override
  public void chunk(ChunkBatch batch, int index) {
    ObjectId id = batch.id(index);
    long offset = batch.offset(index);
    long expected = there + offset - here;
    parent.moveTo(expected);
    Extent copy = parent.find(id, expected);
    if (copy != null) {
      putBetween(offset, copy.offset());
      if (!sink.has(id)) {
        sink.put(new NewObject(id, ObjectKind.CHUNK, batch.bytes(index), List.of()));
      }
      here = offset + batch.length(index);
      there = copy.end();
      return;
    }
    if (!sink.has(id)) {
      run.add(new Changed(id, offset, batch.bytes(index)));
      runBytes += batch.length(index);
      if (runBytes > MAX_RUN) {
        long end = offset + batch.length(index);
        putBetween(end, there + end - here);
      }
    }
  }

  @Override
  public void end(long size) {
    putBetween(size, parentSize);
  }

  /// Puts the run, which ends where the new file's byte `newEnd` and the parent's byte `parentEnd`
  /// stand for each other.
  private void putBetween(long newEnd, long parentEnd) {
    for (Changed changed : run) {
      List<BasePiece> base = base(changed, newEnd - here, parentEnd - there);
      sink.put(new NewObject(changed.id(), ObjectKind.CHUNK, changed.plain(), base));
    }
    run.clear();
    runBytes = 0;
  }

  private List<BasePiece> base(Changed changed, long newLength, long parentLength) {
    long start = changed.offset() - here;
    long stop = start + changed.plain().length;
    if (parentLength <= 0) {
      // Only insertions between two neighbours: they resemble what stands around them.
      return parent.pieces(there - changed.plain().length, there + changed.plain().length);
    }
    double scale = newLength == parentLength ? 1.0 : (double) parentLength / newLength;
    long margin = Math.min(MAX_MARGIN, MARGIN + Math.abs(parentLength - newLength));
    long from = Math.max(0, (long) (start * scale) - margin);
    long to = Math.min(parentLength, (long) (stop * scale) + margin);
    return parent.pieces(there + from, there + to);
  }
}

package dev.volary.core.capture.content;

import dev.volary.core.hash.ObjectKind;
import dev.volary.core.object.NewObject;
import dev.volary.core.object.ObjectSink;
import java.util.List;

/// Puts the new chunks of a file that resembles nothing known.
final class PlainOrder implements ChunkOrder {
  private final ObjectSink sink;

  PlainOrder(ObjectSink sink) {
    this.sink = sink;
  }

  @Override
  public void chunk(ChunkBatch batch, int index) {
    if (!sink.has(batch.id(index))) {
      sink.put(new NewObject(batch.id(index), ObjectKind.CHUNK, batch.bytes(index), List.of()));
    }
  }

  @Override
  public void end(long size) {}
}

package dev.volary.core.capture.content;

import dev.volary.core.linux.FileHandle;
import dev.volary.core.object.ObjectSink;
import dev.volary.core.object.PreviousFile;
import dev.volary.core.object.tree.FileMapReader;
import dev.volary.core.object.tree.FileMapWriter;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/// The way of one file: read → cut → hash (elsewhere, for large files) → put in order. Not
/// thread-safe.
final class FilePipeline {
  private static final int MAX_AHEAD = 6;

  private final ObjectSink sink;
  private final BufferPool buffers;
  private final Executor hashers;
  private final Deque<CompletableFuture<ChunkBatch>> ahead = new ArrayDeque<>();
  private byte[] carry = new byte[0];
  private long total;

  FilePipeline(ObjectSink sink, BufferPool buffers, Executor hashers) {
    this.sink = sink;
    this.buffers = buffers;
    this.hashers = hashers;
  }

  CapturedContent run(FileHandle file, long size, Optional<PreviousVersion> previous)
      throws IOException, InterruptedException {
    Segments segments = new Segments(file, size);
    Out out = new Out(sink, previous);
    try {
      Optional<Segment> segment = segments.next();
      while (segment.isPresent() && total == segment.get().offset()) {
        if (segment.get().hole()) {
          drain(out, 0);
          out.map.hole(segment.get().length());
          total += segment.get().length();
        } else {
          readData(file, segment.get(), out);
        }
        segment = segments.next();
      }
      drain(out, 0);
      out.order.end(total);
      return new CapturedContent(out.map.finish(), total);
    } finally {
      abandon();
    }
  }

  /// After a failure: gives back the buffers as the hashing lets go of them.
  private void abandon() {
    for (CompletableFuture<ChunkBatch> batch : ahead) {
      var _ = batch.thenAccept(this::giveBack);
    }
  }

  /// Reads a run of data; ends early, with the total short of the run's end, where the file does.
  private void readData(FileHandle file, Segment segment, Out out)
      throws IOException, InterruptedException {
    long position = segment.offset();
    boolean ended = false;
    while (!ended) {
      byte[] buffer = buffer(out);
      System.arraycopy(carry, 0, buffer, 0, carry.length);
      int wanted = (int) Math.min(buffer.length - carry.length, segment.end() - position);
      int read = file.read(position, buffer, carry.length, wanted);
      ended = read < wanted || position + read == segment.end();
      ChunkBatch batch = new ChunkBatch(buffer, position - carry.length);
      int filled = carry.length + read;
      int cut = batch.cut(filled, ended);
      carry = Arrays.copyOfRange(buffer, cut, filled);
      position += read;
      total += cut;
      ahead.add(CompletableFuture.supplyAsync(batch::hash, hashers));
      drain(out, MAX_AHEAD);
    }
  }

  private byte[] buffer(Out out) throws InterruptedException {
    byte[] buffer = buffers.poll();
    while (buffer == null && !ahead.isEmpty()) {
      drain(out, ahead.size() - 1);
      buffer = buffers.poll();
    }
    return buffer != null ? buffer : buffers.take();
  }

  private void drain(Out out, int remaining) {
    while (ahead.size() > remaining) {
      ChunkBatch batch = join(ahead.getFirst());
      for (int i = 0; i < batch.count(); i++) {
        out.map.chunk(batch.id(i), batch.length(i));
        out.order.chunk(batch, i);
      }
      ahead.removeFirst();
      giveBack(batch);
    }
  }

  private void giveBack(ChunkBatch batch) {
    buffers.giveBack(batch.buffer());
  }

  private static ChunkBatch join(CompletableFuture<ChunkBatch> batch) {
    try {
      return batch.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  /// Where the chunks of a file go: its map and the sink.
  private static final class Out {
    private final FileMapWriter map;
    private final ChunkOrder order;

    Out(ObjectSink sink, Optional<PreviousVersion> previous) {
      this.map = new FileMapWriter(sink, previous.map(Out::previousFile));
      this.order = previous.isEmpty() ? new PlainOrder(sink) : anchored(sink, previous.get());
    }

    private static PreviousFile previousFile(PreviousVersion version) {
      return new PreviousFile(version.source(), version.content());
    }

    private static ChunkOrder anchored(ObjectSink sink, PreviousVersion version) {
      var extents = new FileMapReader(version.source()).extents(version.content(), version.size());
      return new AnchoredOrder(sink, new ParentWindow(extents), version.size());
    }
  }
}

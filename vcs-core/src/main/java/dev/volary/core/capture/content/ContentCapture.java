package dev.volary.core.capture.content;

import dev.volary.core.linux.FileHandle;
import dev.volary.core.object.Extent;
import dev.volary.core.object.ObjectSink;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// Reads files, cuts them into chunks, and puts what the sink has not.
///
/// Thread-safe: any number of files at a time. One thread reads and cuts a file; the hashing of a
/// large one goes to threads of this object's own, so that a single image keeps every core busy.
/// The bytes in flight are bounded by a fixed pool of buffers, whatever the number of files.
public final class ContentCapture implements AutoCloseable {
  private static final int READ_BYTES = 1 << 20;
  private static final int BUFFER_BYTES = READ_BYTES + Extent.MAX_CHUNK;

  /// From this size on, hashing is shared out.
  private static final long LARGE = 2L << 20;

  private final ObjectSink sink;
  private final BufferPool buffers;
  private final ExecutorService hashers;

  /// Captures into `sink` with `threads` threads beside the callers'.
  public ContentCapture(ObjectSink sink, int threads) {
    this.sink = sink;
    this.buffers = new BufferPool(4 * threads + 4, BUFFER_BYTES);
    AtomicInteger number = new AtomicInteger();
    this.hashers =
        Executors.newFixedThreadPool(
            threads,
            work -> {
              Thread thread = new Thread(work, "hash-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
  }

  /// Captures the first `size` bytes of `file`, which may resemble `previous`.
  public CapturedContent capture(FileHandle file, long size, Optional<PreviousVersion> previous)
      throws IOException, InterruptedException {
    FilePipeline pipeline = new FilePipeline(sink, buffers, size < LARGE ? Runnable::run : hashers);
    return pipeline.run(file, size, previous);
  }

  @Override
  public void close() {
    hashers.shutdownNow();
  }
}

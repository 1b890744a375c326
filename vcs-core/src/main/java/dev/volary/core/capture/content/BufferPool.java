package dev.volary.core.capture.content;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/// A fixed number of read buffers, made as needed: what bounds the bytes in flight. Thread-safe.
final class BufferPool {
  private final BlockingQueue<byte[]> free;
  private final int bufferBytes;
  private int unmade;

  BufferPool(int buffers, int bufferBytes) {
    this.free = new ArrayBlockingQueue<>(buffers);
    this.bufferBytes = bufferBytes;
    this.unmade = buffers;
  }

  /// Returns a buffer, or null if all are in use.
  byte @Nullable [] poll() {
    byte[] buffer = free.poll();
    return buffer != null ? buffer : make();
  }

  /// Waits for a buffer.
  byte[] take() throws InterruptedException {
    byte[] buffer = poll();
    return buffer != null ? buffer : free.take();
  }

  void giveBack(byte[] buffer) {
    free.add(buffer);
  }

  private synchronized byte @Nullable [] make() {
    if (unmade == 0) {
      return null;
    }
    unmade--;
    return new byte[bufferBytes];
  }
}

package dev.volary.core.history.git.incoming;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/// A stream of bounded length that remembers its own failure, so that a line that was cut is told
/// from bytes that are no pack.
final class LimitedInput extends FilterInputStream {
  private final long maxBytes;
  private long bytes;
  private @Nullable IOException failure;

  LimitedInput(InputStream in, long maxBytes) {
    super(in);
    this.maxBytes = maxBytes;
  }

  /// Fails as the stream did, if it did.
  void rethrow() {
    if (failure != null) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public int read() throws IOException {
    try {
      int next = super.read();
      count(next < 0 ? 0 : 1);
      return next;
    } catch (IOException e) {
      failure = e;
      throw e;
    }
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    try {
      int read = super.read(target, offset, length);
      count(read);
      return read;
    } catch (IOException e) {
      failure = e;
      throw e;
    }
  }

  private void count(int read) {
    bytes += Math.max(0, read);
    if (bytes > maxBytes) {
      throw new VolaryException(
          Fault.LIMIT, "The history received is longer than " + maxBytes + " bytes");
    }
  }

  @Override
  public void close() {
    // It is the caller's.
  }
}

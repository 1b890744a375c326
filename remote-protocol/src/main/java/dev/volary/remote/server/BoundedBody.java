package dev.volary.remote.server;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Supplier;

/// A stream that fails, with [Fault#LIMIT] unless told, where it goes on behind so many bytes. Not
/// thread-safe.
public final class BoundedBody extends FilterInputStream {
  private final Supplier<VolaryException> failure;
  private long left;

  /// At most `maxBytes` of `in`.
  public BoundedBody(InputStream in, long maxBytes) {
    this(
        in,
        maxBytes,
        () ->
            new VolaryException(
                Fault.LIMIT, "the request's body is over its limit of " + maxBytes + " bytes"));
  }

  /// At most `maxBytes` of `in`, with a failure of one's own.
  public BoundedBody(InputStream in, long maxBytes, Supplier<VolaryException> failure) {
    super(in);
    this.failure = failure;
    this.left = maxBytes;
  }

  @Override
  public int read() throws IOException {
    int b = in.read();
    count(b < 0 ? 0 : 1);
    return b;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int count = in.read(buffer, offset, length);
    count(Math.max(0, count));
    return count;
  }

  @Override
  public long skip(long count) throws IOException {
    long skipped = in.skip(count);
    count(skipped);
    return skipped;
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  private void count(long bytes) {
    left -= bytes;
    if (left < 0) {
      throw failure.get();
    }
  }
}

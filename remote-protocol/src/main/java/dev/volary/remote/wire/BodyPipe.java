package dev.volary.remote.wire;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// A body as a stream to read from, written meanwhile by a thread of its own.
///
/// Where the writer fails, so does reading: an end that is no end would pass for the whole body.
public final class BodyPipe extends FilterInputStream {
  private static final int BUFFER_BYTES = 1 << 16;

  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  private BodyPipe(PipedInputStream in) {
    super(in);
  }

  /// Returns the bytes of `body`; closing the stream ends the writer.
  public static InputStream open(Body body) throws IOException {
    PipedInputStream in = new PipedInputStream(BUFFER_BYTES);
    PipedOutputStream out = new PipedOutputStream(in);
    BodyPipe pipe = new BodyPipe(in);
    Thread.ofVirtual().name("request body").start(() -> pipe.write(body, out));
    return pipe;
  }

  private void write(Body body, PipedOutputStream out) {
    try (out) {
      try {
        body.writeTo(out);
      } catch (IOException | RuntimeException | Error e) {
        // Told before the end is: the reader looks here when it sees the end.
        failure.set(e);
      }
    } catch (IOException e) {
      failure.compareAndSet(null, e);
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int read = super.read(target, offset, length);
    Throwable failed = failure.get();
    if (read < 0 && failed != null) {
      throw new IOException("the body could not be written: " + failed.getMessage(), failed);
    }
    return read;
  }
}

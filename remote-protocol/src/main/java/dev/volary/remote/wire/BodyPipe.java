package dev.volary.remote.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// A body as a stream to read from, written meanwhile by a thread of its own.
public final class BodyPipe {
  private BodyPipe() {}

  /// Returns the bytes of `body`; where its writer fails, so does reading. Closing the stream ends
  /// the writer.
  public static InputStream open(Body body) {
    Pipe pipe = new Pipe();
    Thread.ofVirtual().name("request body").start(() -> write(body, pipe));
    return pipe.source();
  }

  private static void write(Body body, Pipe pipe) {
    // Not closed where the writer fails: an end that is no end would pass for the whole body.
    OutputStream out = pipe.sink();
    try {
      body.writeTo(out);
      out.close();
    } catch (IOException | RuntimeException | Error e) {
      pipe.fail(e);
    }
  }
}

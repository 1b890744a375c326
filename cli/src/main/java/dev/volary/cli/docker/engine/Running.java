package dev.volary.cli.docker.engine;

import dev.volary.core.error.VolaryException;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/// A program that runs in a container: its output comes in frames of a type byte, three empty ones,
/// a length and that many bytes. Closing stops listening, not the program.
public final class Running implements AutoCloseable {
  private static final int STDERR = 2;
  private static final int MAX_FRAME = 16 << 20;
  private static final int MAX_KEPT = 4 << 20;

  private final String id;
  private final DataInputStream in;
  private final Function<IOException, VolaryException> told;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  /// @param told makes the failure of reading one that says what failed
  Running(String id, InputStream in, Function<IOException, VolaryException> told) {
    this.id = id;
    this.told = told;
    this.in = new DataInputStream(in);
  }

  String id() {
    return id;
  }

  /// Waits for more output; returns whether there was any before it ended. BUSY where it took
  /// longer than it may.
  public boolean read() {
    try {
      return readFrame();
    } catch (IOException e) {
      throw told.apply(e);
    }
  }

  private boolean readFrame() throws IOException {
    int type = in.read();
    if (type < 0) {
      return false;
    }
    in.skipNBytes(3);
    int length = in.readInt();
    if (length < 0 || length > MAX_FRAME) {
      throw new IOException("the engine sent a frame of " + length + " bytes");
    }
    byte[] bytes = new byte[length];
    // Not readNBytes, which ends by asking for no bytes: the client waits for more even then.
    for (int got = 0; got < length; ) {
      int count = in.read(bytes, got, length - got);
      if (count < 0) {
        throw new EOFException("the engine's answer ends in the middle");
      }
      got += count;
    }
    ByteArrayOutputStream stream = type == STDERR ? err : out;
    if (stream.size() + length <= MAX_KEPT) {
      stream.writeBytes(bytes);
    }
    return true;
  }

  /// What it has printed on standard output so far.
  public String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  /// What it has printed on standard error so far.
  public String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}

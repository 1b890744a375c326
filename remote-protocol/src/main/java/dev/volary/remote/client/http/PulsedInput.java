package dev.volary.remote.client.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// A stream whose every byte is a sign of life, and whose end is none where it was broken off. Not
/// thread-safe.
final class PulsedInput extends FilterInputStream {
  private final Pulse pulse;
  private final boolean reading;

  /// A stream that is read here: only while somebody waits for bytes must they move.
  static PulsedInput received(InputStream in, Pulse pulse) {
    pulse.rest();
    return new PulsedInput(in, pulse, true);
  }

  /// A stream that is sent.
  static PulsedInput sent(InputStream in, Pulse pulse) {
    return new PulsedInput(in, pulse, false);
  }

  private PulsedInput(InputStream in, Pulse pulse, boolean reading) {
    super(in);
    this.pulse = pulse;
    this.reading = reading;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    pulse.beat();
    try {
      int read = in.read(target, offset, length);
      requireAlive();
      return read;
    } catch (IOException e) {
      requireAlive();
      throw e;
    } finally {
      settle();
    }
  }

  private void settle() {
    if (reading) {
      pulse.rest();
    } else {
      pulse.beat();
    }
  }

  private void requireAlive() throws IOException {
    if (pulse.hasStopped()) {
      throw new IOException("nothing moved for too long");
    }
  }

  @Override
  public void close() throws IOException {
    if (reading) {
      pulse.close();
    }
    in.close();
  }
}

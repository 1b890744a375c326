package dev.volary.remote.wire;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/// The bytes of band 1 of lines that carry several bands (gitprotocol-pack(5), "side-band-64k"), up
/// to the next mark; what band 2 says goes to a listener, band 3 is a failure.
public final class SideBand extends InputStream {
  private static final int DATA = 1;
  private static final int WORDS = 2;

  private final PacketReader lines;
  private final Consumer<String> words;
  private InputStream rest = InputStream.nullInputStream();
  private boolean ended;

  /// The bands in `lines`; `words` hears what the other side says meanwhile.
  public SideBand(PacketReader lines, Consumer<String> words) {
    this.lines = lines;
    this.words = words;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (!ended) {
      int read = rest.read(target, offset, length);
      if (read > 0) {
        return read;
      }
      nextLine();
    }
    return -1;
  }

  private void nextLine() throws IOException {
    switch (lines.next()) {
      case Packet.Mark _ -> ended = true;
      case Packet.Line(byte[] bytes) -> {
        if (bytes.length == 0) {
          throw PacketReader.corrupt("a line without a band");
        }
        take(bytes[0], bytes);
      }
    }
  }

  private void take(int band, byte[] bytes) {
    switch (band) {
      case DATA -> rest = new ByteArrayInputStream(bytes, 1, bytes.length - 1);
      case WORDS -> words.accept(text(bytes));
      default ->
          throw new VolaryException(Fault.FAILED, "The other side gave up: " + text(bytes).strip());
    }
  }

  private static String text(byte[] bytes) {
    byte[] text = Arrays.copyOfRange(bytes, 1, bytes.length);
    return Problem.printable(new String(text, StandardCharsets.UTF_8));
  }
}

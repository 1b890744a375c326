package dev.volary.remote.wire;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/// Reads the lines of Git's protocol (gitprotocol-common(5)): four hexadecimal digits of length,
/// themselves included, and that many bytes. Not thread-safe.
public final class PacketReader {
  /// The longest line with its length, as Git has it.
  public static final int MAX_BYTES = 65_520;

  private static final int HEAD = 4;

  private final InputStream in;

  /// A reader of the lines in `in`.
  public PacketReader(InputStream in) {
    this.in = in;
  }

  /// Reads the next line or mark; an [EOFException] where there is none, CORRUPT where it is no
  /// line.
  public Packet next() throws IOException {
    String head = new String(exactly(HEAD), StandardCharsets.ISO_8859_1);
    if (!head.matches("[0-9a-fA-F]{4}")) {
      throw corrupt("'" + Problem.printable(head) + "' is no length");
    }
    int length = Integer.parseInt(head, 16);
    return switch (length) {
      case 0 -> Packet.Mark.FLUSH;
      case 1 -> Packet.Mark.DELIMITER;
      case 2 -> Packet.Mark.RESPONSE_END;
      default -> {
        if (length < HEAD || length > MAX_BYTES) {
          throw corrupt("a line of " + length + " bytes");
        }
        yield new Packet.Line(exactly(length - HEAD));
      }
    };
  }

  private byte[] exactly(int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("the answer was cut off");
    }
    return bytes;
  }

  static VolaryException corrupt(String problem) {
    return new VolaryException(
        Fault.CORRUPT, "The answer does not follow Git's protocol: " + problem + "; try again");
  }
}

package dev.volary.remote.wire;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// Writes the lines of Git's protocol. Not thread-safe.
public final class PacketWriter {
  private static final int HEAD = 4;

  private final OutputStream out;

  /// A writer of lines to `out`, which stays open.
  public PacketWriter(OutputStream out) {
    this.out = out;
  }

  /// Writes a line of text with a line feed.
  public PacketWriter line(String text) throws IOException {
    return data((text + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /// Writes a line of bytes.
  public PacketWriter data(byte[] bytes) throws IOException {
    int length = bytes.length + HEAD;
    if (length > PacketReader.MAX_BYTES) {
      throw new IllegalArgumentException("a line of " + length + " bytes");
    }
    out.write("%04x".formatted(length).getBytes(StandardCharsets.US_ASCII));
    out.write(bytes);
    return this;
  }

  /// Writes a mark.
  public PacketWriter mark(Packet.Mark mark) throws IOException {
    out.write(
        switch (mark) {
          case FLUSH -> "0000".getBytes(StandardCharsets.US_ASCII);
          case DELIMITER -> "0001".getBytes(StandardCharsets.US_ASCII);
          case RESPONSE_END -> "0002".getBytes(StandardCharsets.US_ASCII);
        });
    return this;
  }
}

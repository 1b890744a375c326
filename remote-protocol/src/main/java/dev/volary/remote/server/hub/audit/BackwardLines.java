package dev.volary.remote.server.hub.audit;

import dev.volary.core.error.VolaryException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/// Reads the lines of a file from its last line feed back, no more of it than is asked for. The
/// channel is the caller's to close. Not thread-safe.
final class BackwardLines {
  private static final int BLOCK = 64 << 10;

  private final Path file;
  private final FileChannel channel;
  private byte[] held = new byte[0];
  private long offset;

  /// Reads what the file holds now; what stands behind its last line feed was never acknowledged
  /// and is passed over.
  BackwardLines(Path file, FileChannel channel) throws IOException {
    this.file = file;
    this.channel = channel;
    this.offset = channel.size();
    int feed = lastFeed(held.length);
    while (feed < 0 && offset > 0) {
      more();
      feed = lastFeed(held.length);
    }
    held = Arrays.copyOf(held, feed + 1);
  }

  /// Where the line that was returned last begins; before the first, where the last line ends.
  long offset() {
    return offset + held.length;
  }

  /// The line before, if there is one.
  Optional<AuditLine> next() throws IOException {
    if (held.length == 0 && offset == 0) {
      return Optional.empty();
    }
    // The last byte held is the line feed of the line wanted.
    int feed = lastFeed(held.length - 1);
    while (feed < 0 && offset > 0) {
      more();
      feed = lastFeed(held.length - 1);
    }
    byte[] line = Arrays.copyOfRange(held, feed + 1, held.length - 1);
    held = Arrays.copyOf(held, feed + 1);
    return Optional.of(AuditLine.of(file, line));
  }

  private int lastFeed(int before) {
    int at = before - 1;
    while (at >= 0 && held[at] != '\n') {
      at--;
    }
    return at;
  }

  private void more() throws IOException {
    if (held.length > AuditLine.MAX_BYTES) {
      throw VolaryException.corrupt(file.toString(), "a line has no end");
    }
    int count = (int) Math.min(BLOCK, offset);
    byte[] more = new byte[count + held.length];
    System.arraycopy(held, 0, more, count, held.length);
    ByteBuffer into = ByteBuffer.wrap(more, 0, count);
    while (into.hasRemaining()) {
      if (channel.read(into, offset - count + into.position()) < 0) {
        throw new EOFException(file + " became shorter");
      }
    }
    held = more;
    offset -= count;
  }
}

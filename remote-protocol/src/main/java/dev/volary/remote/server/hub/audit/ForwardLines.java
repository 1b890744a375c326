package dev.volary.remote.server.hub.audit;

import dev.volary.core.error.VolaryException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/// Reads the lines of a file one after the other, up to its last line feed. The channel is the
/// caller's to close, and may be read elsewhere at the same time. Not thread-safe.
final class ForwardLines {
  private final Path file;
  private final FileChannel channel;
  private byte[] buffer = new byte[AuditLine.MAX_BYTES];
  private long offset;
  private int start;
  private int end;

  /// @param offset where a line begins
  ForwardLines(Path file, FileChannel channel, long offset) {
    this.file = file;
    this.channel = channel;
    this.offset = offset;
  }

  /// The next line, if there is a whole one.
  Optional<AuditLine> next() throws IOException {
    Optional<byte[]> bytes = bytes();
    return bytes.isPresent() ? Optional.of(AuditLine.of(file, bytes.get())) : Optional.empty();
  }

  /// Passes over a line without looking into it; returns whether there was one.
  boolean skip() throws IOException {
    return bytes().isPresent();
  }

  private Optional<byte[]> bytes() throws IOException {
    int at = start;
    while (true) {
      while (at < end && buffer[at] != '\n') {
        at++;
      }
      if (at < end) {
        byte[] line = Arrays.copyOfRange(buffer, start, at);
        offset += at + 1L - start;
        start = at + 1;
        return Optional.of(line);
      }
      if (end - start >= AuditLine.MAX_BYTES) {
        throw VolaryException.corrupt(file.toString(), "a line has no end");
      }
      at -= start;
      if (!fill()) {
        return Optional.empty();
      }
    }
  }

  private boolean fill() throws IOException {
    byte[] more = new byte[2 * AuditLine.MAX_BYTES];
    System.arraycopy(buffer, start, more, 0, end - start);
    end -= start;
    start = 0;
    buffer = more;
    int count = channel.read(ByteBuffer.wrap(buffer, end, buffer.length - end), offset + end);
    end += Math.max(0, count);
    return count > 0;
  }

  /// Where the next line begins.
  long offset() {
    return offset;
  }

  /// How many bytes stand behind the last whole line; to be asked when there is no next one.
  long rest() {
    return (long) end - start;
  }
}

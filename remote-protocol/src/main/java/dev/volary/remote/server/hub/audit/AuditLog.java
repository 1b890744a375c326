package dev.volary.remote.server.hub.audit;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.linux.OfdLock;
import dev.volary.remote.message.json.JsonObject;
import dev.volary.remote.message.json.JsonText;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.Consumer;

/// A log in JSON Lines of which each line holds the SHA-256 of the one before it, so that a line
/// that was changed, taken out or put in is seen. Thread-safe, and safe between processes.
///
/// A line is durable when [#append] returns. Who can write the file can still cut its end off or
/// write all of it anew: keep the last hash elsewhere to see that.
public final class AuditLog {
  /// What the first line holds.
  static final String START = "0".repeat(64);

  private static final Duration WAIT = Duration.ofSeconds(30);
  private static final int MAX_LINE = 64 << 10;

  private final Path file;
  private final InstantSource clock;

  /// The log in `file`, which need not be there yet.
  public AuditLog(Path file, InstantSource clock) {
    this.file = file;
    this.clock = clock;
  }

  /// The state of the chain.
  ///
  /// @param lines how many there are
  /// @param last the hash of the last one
  /// @param tornBytes what a crash left unfinished behind it
  public record Chain(long lines, String last, long tornBytes) {}

  /// Writes an event down.
  public void append(AuditEvent event) throws IOException {
    Path lock = file.resolveSibling(file.getFileName() + ".lock");
    try (OfdLock _ = OfdLock.lock(lock, false, WAIT);
        FileChannel channel =
            FileChannel.open(
                file,
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE)) {
      Tail tail = tail(channel);
      if (tail.end() < channel.size()) {
        // Never acknowledged: its writer died before it was whole.
        channel.truncate(tail.end());
      }
      String time = clock.instant().toString();
      byte[] line =
          (event.toJson(tail.number() + 1, time, tail.hash()) + "\n")
              .getBytes(StandardCharsets.UTF_8);
      if (line.length > MAX_LINE) {
        throw new VolaryException(Fault.LIMIT, "an event of " + line.length + " bytes");
      }
      ByteBuffer bytes = ByteBuffer.wrap(line);
      long at = tail.end();
      while (bytes.hasRemaining()) {
        at += channel.write(bytes, at);
      }
      channel.force(true);
    }
  }

  /// The last whole line.
  ///
  /// @param end where it ends
  private record Tail(long number, String hash, long end) {}

  private Tail tail(FileChannel channel) throws IOException {
    long size = channel.size();
    int length = (int) Math.min(size, 2L * MAX_LINE);
    byte[] bytes = new byte[length];
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining() && channel.read(buffer, size - length + buffer.position()) > 0) {
      // Until all of it is there.
    }
    int end = lastFeed(bytes, length);
    if (end < 0) {
      if (length < size || length > MAX_LINE) {
        throw VolaryException.corrupt(file.toString(), "its last line has no end");
      }
      return new Tail(0, START, 0);
    }
    int start = lastFeed(bytes, end) + 1;
    byte[] line = Arrays.copyOfRange(bytes, start, end);
    return new Tail(event(line).number("number"), hash(line), size - length + end + 1);
  }

  private static int lastFeed(byte[] bytes, int before) {
    int at = before - 1;
    while (at >= 0 && bytes[at] != '\n') {
      at--;
    }
    return at;
  }

  /// Reads all of it and checks the chain; CORRUPT, naming the line, where it is broken. What the
  /// visitor is given was checked.
  public Chain verify(Consumer<JsonObject> visitor) throws IOException {
    long lines = 0;
    String last = START;
    if (!Files.exists(file)) {
      return new Chain(0, START, 0);
    }
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      while (true) {
        byte[] raw = line(in);
        if (raw.length == 0 || raw[raw.length - 1] != '\n') {
          return new Chain(lines, last, raw.length);
        }
        byte[] line = Arrays.copyOf(raw, raw.length - 1);
        JsonObject event = event(line);
        lines++;
        if (event.number("number") != lines || !event.text("previous").equals(last)) {
          throw VolaryException.corrupt(
              file.toString(), "line " + lines + " does not follow the one before it");
        }
        last = hash(line);
        visitor.accept(event);
      }
    }
  }

  private byte[] line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b >= 0; b = in.read()) {
      line.write(b);
      if (b == '\n') {
        break;
      }
      if (line.size() > MAX_LINE) {
        throw VolaryException.corrupt(file.toString(), "a line has no end");
      }
    }
    return line.toByteArray();
  }

  private JsonObject event(byte[] line) {
    try {
      JsonObject json = JsonText.read(line);
      json.number("number");
      json.text("previous");
      return json;
    } catch (VolaryException e) {
      throw VolaryException.corrupt(file.toString(), "a line is no event, as " + e.getMessage());
    }
  }

  private static String hash(byte[] line) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(line));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}

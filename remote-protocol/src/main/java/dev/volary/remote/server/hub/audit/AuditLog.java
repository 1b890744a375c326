package dev.volary.remote.server.hub.audit;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.io.AtomicFile;
import dev.volary.core.linux.OfdLock;
import dev.volary.remote.message.json.JsonObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// A log in JSON Lines of which each line holds the SHA-256 of the one before it, so that a line
/// that was changed, taken out or put in is seen. Thread-safe, and safe between processes.
///
/// A line is durable when [#append] returns. A file that has become long is set aside, and the
/// chain goes on in a new one. Times never go back. Who can write the files can still cut the end
/// off or write all of it anew: keep the last hash elsewhere to see that.
public final class AuditLog {
  /// When a file is long.
  public static final long SEGMENT_BYTES = 16 << 20;

  private static final Duration WAIT = Duration.ofSeconds(30);

  private final Path file;
  private final InstantSource clock;
  private final long segmentBytes;

  /// The log that grows in `file`, which need not be there yet.
  public AuditLog(Path file, InstantSource clock) {
    this(file, clock, SEGMENT_BYTES);
  }

  AuditLog(Path file, InstantSource clock, long segmentBytes) {
    this.file = file;
    this.clock = clock;
    this.segmentBytes = segmentBytes;
  }

  /// The state of the chain.
  ///
  /// @param lines how many there are
  /// @param last the hash of the last one
  /// @param tornBytes what a crash left unfinished behind it
  public record Chain(long lines, String last, long tornBytes) {}

  /// Events, the newest last.
  ///
  /// @param lines how many lines the log has
  /// @param last the hash of the last one
  public record Recent(List<JsonObject> events, long lines, String last) {
    public Recent {
      events = List.copyOf(events);
    }
  }

  /// A place in the log, behind a line.
  ///
  /// @param number of that line; 0 before the first
  /// @param segment the number of the first line of its file, as far as that is known
  /// @param offset where it ends there
  public record Mark(long number, long segment, long offset) {
    /// Behind a line of which no more is known than its number.
    public static Mark behind(long number) {
      return new Mark(number, -1, 0);
    }
  }

  /// Events that follow a place, the oldest first.
  ///
  /// @param end where they end
  public record Page(List<JsonObject> events, Mark end) {
    public Page {
      events = List.copyOf(events);
    }
  }

  /// Writes an event down.
  public void append(AuditEvent event) throws IOException {
    Path lock = file.resolveSibling(file.getFileName() + ".lock");
    try (OfdLock _ = OfdLock.lock(lock, false, WAIT)) {
      setAside();
      boolean isNew = !Files.exists(file);
      try (FileChannel channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
        write(channel, event);
      }
      if (isNew) {
        AtomicFile.syncDirectory(Segments.folder(file));
      }
    }
  }

  /// Gives a file that has become long the name of a complete one.
  private void setAside() throws IOException {
    if (!Files.exists(file) || Files.size(file) < segmentBytes) {
      return;
    }
    long first;
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      cut(channel, new BackwardLines(file, channel).offset());
      channel.force(true);
      Optional<AuditLine> line = new ForwardLines(file, channel, 0).next();
      if (line.isEmpty()) {
        return;
      }
      first = line.get().number();
    }
    Path complete = Segments.complete(file, first);
    if (Files.exists(complete)) {
      throw VolaryException.corrupt(complete.toString(), "it is there, and its lines are in use");
    }
    Files.move(file, complete);
    AtomicFile.syncDirectory(Segments.folder(file));
  }

  /// Cuts off what was never acknowledged: its writer died before it was whole.
  private static void cut(FileChannel channel, long end) throws IOException {
    if (end < channel.size()) {
      channel.truncate(end);
    }
  }

  private void write(FileChannel channel, AuditEvent event) throws IOException {
    BackwardLines lines = new BackwardLines(file, channel);
    long at = lines.offset();
    Optional<AuditLine> last = lines.next();
    if (last.isEmpty()) {
      last = lastComplete();
    }
    cut(channel, at);
    String now = clock.instant().toString();
    String time = last.map(AuditLine::time).filter(before -> isLater(before, now)).orElse(now);
    long number = last.map(AuditLine::number).orElse(0L);
    String before = last.map(AuditLine::hash).orElse(AuditLine.START);
    byte[] line = (event.toJson(number + 1, time, before) + "\n").getBytes(StandardCharsets.UTF_8);
    if (line.length > AuditLine.MAX_BYTES) {
      throw new VolaryException(Fault.LIMIT, "an event of " + line.length + " bytes");
    }
    ByteBuffer bytes = ByteBuffer.wrap(line);
    while (bytes.hasRemaining()) {
      at += channel.write(bytes, at);
    }
    channel.force(true);
  }

  private static boolean isLater(String one, String other) {
    return Instant.parse(one).isAfter(Instant.parse(other));
  }

  private Optional<AuditLine> lastComplete() throws IOException {
    Map.Entry<Long, Path> newest = Segments.complete(file).lastEntry();
    if (newest == null) {
      return Optional.empty();
    }
    try (FileChannel channel = FileChannel.open(newest.getValue(), StandardOpenOption.READ)) {
      return new BackwardLines(newest.getValue(), channel).next();
    }
  }

  /// Reads all of it and checks the chain; CORRUPT, naming file and line, where it is broken. What
  /// the visitor is given was checked.
  public Chain verify(Consumer<JsonObject> visitor) throws IOException {
    Chain chain = new Chain(0, AuditLine.START, 0);
    try (Segments segments = Segments.of(file)) {
      for (Segments.Segment segment : segments.all()) {
        if (chain.tornBytes > 0) {
          throw VolaryException.corrupt(
              segment.file().toString(), "the file before it ends within a line");
        }
        chain = verify(segment, chain, visitor);
      }
    }
    return chain;
  }

  private static Chain verify(Segments.Segment segment, Chain before, Consumer<JsonObject> visitor)
      throws IOException {
    ForwardLines lines = new ForwardLines(segment.file(), segment.channel(), 0);
    long count = before.lines;
    String last = before.last;
    for (Optional<AuditLine> next = lines.next(); next.isPresent(); next = lines.next()) {
      AuditLine line = next.get();
      if (!line.follows(count, last)) {
        throw VolaryException.corrupt(
            segment.file().toString(),
            "line " + (count + 1) + " does not follow the one before it");
      }
      count++;
      last = line.hash();
      visitor.accept(line.event());
    }
    return new Chain(count, last, lines.rest());
  }

  /// Reads from the end back until so many wanted events are found, or the time before which none
  /// is wanted; the chain is checked as far as it was read.
  ///
  /// @param since ISO 8601 in UTC; empty for all
  public Recent recent(Predicate<JsonObject> wanted, String since, int limit) throws IOException {
    Deque<JsonObject> found = new ArrayDeque<>();
    long lines = 0;
    String last = AuditLine.START;
    Optional<AuditLine> after = Optional.empty();
    try (Segments segments = Segments.of(file)) {
      for (Segments.Segment segment : segments.all().reversed()) {
        BackwardLines back = new BackwardLines(segment.file(), segment.channel());
        for (Optional<AuditLine> next = back.next(); next.isPresent(); next = back.next()) {
          AuditLine line = next.get();
          if (after.isEmpty()) {
            lines = line.number();
            last = line.hash();
          } else if (!after.get().follows(line.number(), line.hash())) {
            throw VolaryException.corrupt(
                segment.file().toString(),
                "line " + after.get().number() + " does not follow the one before it");
          }
          boolean over = found.size() == limit || !since.isEmpty() && isLater(since, line.time());
          if (over) {
            return new Recent(List.copyOf(found), lines, last);
          }
          if (wanted.test(line.event())) {
            found.addFirst(line.event());
          }
          after = next;
        }
      }
    }
    return new Recent(List.copyOf(found), lines, last);
  }

  /// The place behind the last line.
  public Mark end() throws IOException {
    return Mark.behind(recent(_ -> false, "", 0).lines());
  }

  /// Reads on from a place, at most so many lines.
  public Page after(Mark mark, int limit) throws IOException {
    List<JsonObject> events = new ArrayList<>();
    Mark end = mark;
    try (Segments segments = Segments.of(file)) {
      for (int i = 0; i < segments.all().size() && events.size() < limit; i++) {
        Segments.Segment segment = segments.all().get(i);
        boolean isPast =
            i + 1 < segments.all().size() && segments.all().get(i + 1).first() <= end.number + 1;
        if (isPast) {
          continue;
        }
        ForwardLines lines = at(segment, end);
        for (Optional<AuditLine> next = next(lines, events, limit);
            next.isPresent();
            next = next(lines, events, limit)) {
          events.add(next.get().event());
          end = new Mark(next.get().number(), segment.first(), lines.offset());
        }
      }
    }
    return new Page(events, end);
  }

  private static Optional<AuditLine> next(ForwardLines lines, List<JsonObject> read, int limit)
      throws IOException {
    return read.size() < limit ? lines.next() : Optional.empty();
  }

  /// The lines of a file behind a place.
  private static ForwardLines at(Segments.Segment segment, Mark mark) throws IOException {
    if (segment.first() == mark.segment) {
      return new ForwardLines(segment.file(), segment.channel(), mark.offset);
    }
    ForwardLines lines = new ForwardLines(segment.file(), segment.channel(), 0);
    boolean more = true;
    for (long number = segment.first(); more && number <= mark.number; number++) {
      more = lines.skip();
    }
    return lines;
  }
}

package dev.volary.core.capture.duplicate;

import dev.volary.core.capture.content.Segment;
import dev.volary.core.capture.content.Segments;
import dev.volary.core.io.ByteString;
import dev.volary.core.io.Waiting;
import dev.volary.core.linux.DirectoryHandle;
import dev.volary.core.linux.FileHandle;
import dev.volary.core.linux.FileSystemFacts;
import dev.volary.core.linux.Linux;
import dev.volary.core.linux.LinuxException;
import dev.volary.core.linux.OpenMode;
import dev.volary.core.store.SpaceLimit;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/// Copies of files in unnamed files, where blocks can't be shared: copying bytes takes a fraction
/// of the time of cutting, hashing and compressing them, and when a copy is closed, or this program
/// dies, nothing is left of it. Thread-safe.
final class Copies implements AutoCloseable {
  /// Smaller files are read as quickly as they are copied.
  static final long SMALLEST_BYTES = 64L << 10;

  /// What one thread copies at a time, so that a single large file keeps every core busy.
  private static final long PIECE_BYTES = 16L << 20;

  /// Files in more pieces of data than this are not copied.
  private static final int MOST_RANGES = 1 << 14;

  private final DirectoryHandle place;
  private final boolean mayName;
  private final AtomicLong roomBytes;
  private final AtomicLong names = new AtomicLong();
  private final ExecutorService copiers;

  /// A run of data, at most [#PIECE_BYTES] long.
  private record Range(long offset, long length) {}

  /// Copies into unnamed files of `place`, which stays open, with `threads` threads.
  ///
  /// @param mayName whether they may have a name for a moment where the file system can't do better
  Copies(DirectoryHandle place, boolean mayName, long roomBytes, int threads) {
    this.place = place;
    this.mayName = mayName;
    this.roomBytes = new AtomicLong(roomBytes);
    this.copiers =
        Executors.newFixedThreadPool(
            threads, work -> Thread.ofPlatform().daemon().name("copy").unstarted(work));
  }

  /// Returns how many bytes may be copied to where `place` lies: half of what may be used there,
  /// for what is captured from the copies has to be stored, perhaps there too.
  ///
  /// None where the copies would be memory or pass a network, which is slower than to read.
  static long room(DirectoryHandle place, SpaceLimit keepFree) throws IOException {
    FileSystemFacts facts = place.fileSystem();
    boolean memory = facts.typeName().equals("tmpfs") || facts.typeName().equals("ramfs");
    if (memory || facts.network() || facts.readOnly()) {
      return 0;
    }
    long spare = facts.availableBytes() - keepFree.reservedBytes(facts.totalBytes());
    return Math.max(0, spare / 2);
  }

  /// Copies the first `size` bytes of `file`, holes kept; nothing where that is not worth it or
  /// can't be done, for lack of room or because the file changes. Then it has to be read itself.
  Optional<FileHandle> make(FileHandle file, long size) throws IOException, InterruptedException {
    if (size < SMALLEST_BYTES) {
      return Optional.empty();
    }
    List<Range> ranges = ranges(file, size);
    long bytes = ranges.stream().mapToLong(Range::length).sum();
    if (ranges.size() > MOST_RANGES || !spend(bytes)) {
      return Optional.empty();
    }
    FileHandle copy;
    try {
      copy = open();
    } catch (LinuxException e) {
      roomBytes.addAndGet(bytes);
      return Optional.empty();
    }
    boolean made = false;
    try {
      copy.truncate(size);
      made = fill(copy, file, ranges) && ranges(copy, size).equals(ranges);
    } catch (LinuxException e) {
      roomBytes.set(0); // full, or broken: nothing more is tried there
    } finally {
      if (!made) {
        copy.close();
      }
    }
    return made ? Optional.of(copy) : Optional.empty();
  }

  private boolean spend(long bytes) {
    if (roomBytes.addAndGet(-bytes) >= 0) {
      return true;
    }
    roomBytes.addAndGet(bytes);
    return false;
  }

  private FileHandle open() throws IOException {
    try {
      return place.openUnnamed();
    } catch (LinuxException e) {
      if (!mayName) {
        throw e;
      }
      String name = "copy-%d-%d".formatted(Linux.processId(), names.incrementAndGet());
      return openNamed(ByteString.utf8(name));
    }
  }

  private FileHandle openNamed(ByteString name) throws IOException {
    FileHandle file = place.openFile(name, OpenMode.CREATE);
    place.remove(name);
    return file;
  }

  /// Copies all ranges; returns whether all of them were there.
  private boolean fill(FileHandle copy, FileHandle file, List<Range> ranges)
      throws IOException, InterruptedException {
    if (ranges.size() == 1) {
      return copy(copy, file, ranges.getFirst());
    }
    List<Future<Boolean>> copying = new ArrayList<>();
    boolean whole = true;
    try {
      for (Range range : ranges) {
        copying.add(copiers.submit(() -> copy(copy, file, range)));
      }
      for (Future<Boolean> each : copying) {
        whole &= Waiting.join(each);
      }
      return whole;
    } finally {
      // Whatever happened, the files are closed only when nobody copies any more.
      settle(copying);
    }
  }

  private static void settle(List<Future<Boolean>> copying) {
    boolean interrupted = false;
    for (Future<Boolean> each : copying) {
      boolean ended = false;
      while (!ended) {
        try {
          each.get();
          ended = true;
        } catch (ExecutionException e) {
          ended = true; // told where it was waited for first
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean copy(FileHandle copy, FileHandle file, Range range) throws IOException {
    return copy.copyRange(file, range.offset(), range.length()) == range.length();
  }

  /// What of the file is no hole as captures see it.
  private static List<Range> ranges(FileHandle file, long size) throws IOException {
    List<Range> ranges = new ArrayList<>();
    Segments segments = new Segments(file, size);
    Optional<Segment> next = segments.next();
    while (next.isPresent() && ranges.size() <= MOST_RANGES) {
      Segment segment = next.get();
      for (long at = segment.offset(); !segment.hole() && at < segment.end(); at += PIECE_BYTES) {
        ranges.add(new Range(at, Math.min(PIECE_BYTES, segment.end() - at)));
      }
      next = segments.next();
    }
    return ranges;
  }

  @Override
  public void close() {
    copiers.shutdown(); // what waits still runs, for somebody may wait for it
  }
}

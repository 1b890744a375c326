package dev.volary.core.capture.tree;

import dev.volary.core.capture.duplicate.Duplicates;
import dev.volary.core.capture.walk.BaseCursor;
import dev.volary.core.capture.walk.BaseDirectory;
import dev.volary.core.capture.walk.CacheCursor;
import dev.volary.core.capture.walk.LiveDirectory;
import dev.volary.core.io.ByteString;
import dev.volary.core.io.Waiting;
import dev.volary.core.linux.DirectoryHandle;
import dev.volary.core.object.Entry;
import dev.volary.core.object.tree.Top;
import dev.volary.core.scan.CachedItem;
import dev.volary.core.scan.ScanItem;
import dev.volary.core.scan.StatCacheReader;
import dev.volary.core.scan.StatHasher;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/// Everything of a tree that changed since its base, taken while the writers stand still so that
/// they may go on before it is read: files as duplicates as far as there is room, the rest read.
///
/// Entries go by their number in the scan, the top being 0. Not thread-safe.
public final class Standstill implements AutoCloseable {
  /// More changed entries are not held on the heap: reading them is as quick as taking them.
  private static final int MAX_ENTRIES = 1 << 16;

  private static final int MAX_WAITING = 256;

  private final CaptureJob job;
  private final EntryReader reader;
  private final CacheCursor cache;
  private final Duplicates duplicates;
  private final LinkedReadings<Optional<HeldEntry>> linked;
  private final StatHasher hasher = new StatHasher();
  private final Map<Long, CapturedEntry> directories = new HashMap<>();
  private final Map<Long, Future<Optional<HeldEntry>>> entries = new HashMap<>();
  private final Deque<Future<Optional<HeldEntry>>> waiting = new ArrayDeque<>();
  private final Deque<Level> levels = new ArrayDeque<>();

  private record Level(LiveDirectory live, BaseDirectory base, BaseCursor cursor) {}

  private Standstill(CaptureJob job, Optional<StatCacheReader> known, Duplicates duplicates) {
    this.job = job;
    this.reader = new EntryReader(job);
    this.cache = new CacheCursor(known);
    this.duplicates = duplicates;
    this.linked = new LinkedReadings<>(job.scan().links());
  }

  /// Takes what changed of the tree whose top is `top`; nothing where that is too much.
  ///
  /// @param known the stat cache, read from its beginning
  /// @param duplicates takes files
  public static Optional<Standstill> take(
      CaptureJob job, DirectoryHandle top, Optional<StatCacheReader> known, Duplicates duplicates)
      throws IOException, InterruptedException {
    if (known.isEmpty() && job.scan().totals().entries() > MAX_ENTRIES) {
      return Optional.empty(); // nothing can be told to be unchanged
    }
    Standstill standstill = new Standstill(job, known, duplicates);
    boolean complete = false;
    try {
      complete = standstill.run(top);
      return complete ? Optional.of(standstill) : Optional.empty();
    } finally {
      standstill.leaveTo(0);
      if (!complete) {
        standstill.close();
      }
    }
  }

  /// Returns how many bytes were read while the writers stood still.
  public long bytesRead() {
    return reader.bytesRead();
  }

  /// Returns a directory's own attributes.
  CapturedEntry own(long number) {
    return present(directories.get(number), number);
  }

  /// Returns what was taken of an entry, nothing if it was gone.
  Future<Optional<HeldEntry>> entry(long number) {
    return present(entries.get(number), number);
  }

  private static <T> T present(@Nullable T taken, long number) {
    if (taken == null) {
      throw new IllegalStateException("entry " + number + " of the scan was not taken");
    }
    return taken;
  }

  private boolean run(DirectoryHandle top) throws IOException, InterruptedException {
    LiveDirectory live = LiveDirectory.top(top, job.scan().totals().top());
    BaseDirectory base = BaseDirectory.top(job.source(), job.base().map(Top::directory));
    directories.put(0L, reader.readOwn(live, () -> job.base().map(Top::attributes)));
    levels.addLast(new Level(live, base, base.cursor()));
    Iterator<ScanItem> items = job.scan().items();
    for (long number = 1; items.hasNext(); number++) {
      ScanItem item = items.next();
      leaveTo(item.depth());
      visit(item, number);
      await(MAX_WAITING);
      if (entries.size() + directories.size() > MAX_ENTRIES) {
        return false;
      }
    }
    await(0);
    return true;
  }

  private void visit(ScanItem item, long number) throws IOException {
    Optional<CachedItem> known = cache.match(item.depth(), item.name()).item();
    if (item.standing() != ScanItem.Standing.PRESENT) {
      return;
    }
    boolean clean =
        known
            .flatMap(CachedItem::clean)
            .filter(digest ->
                digest.equals(hasher.of(item.stat(), job.scan().links().groupOf(item.stat()))))
            .isPresent();
    Level level = levels.getLast();
    if (item.isDirectory()) {
      LiveDirectory live = level.live().child(item.name(), item.stat());
      BaseDirectory base = level.base().child(item.name());
      if (!clean) {
        directories.put(number, reader.readOwn(live, () -> base.entry().map(Entry::attributes)));
      }
      levels.addLast(new Level(live, base, base.cursor()));
    } else if (!clean) {
      Optional<Entry> base = level.cursor().find(item.name());
      entries.put(
          number, linked.reading(item.stat(), () -> submit(item.name(), level.live(), base)));
    }
  }

  private Future<Optional<HeldEntry>> submit(
      ByteString name, LiveDirectory live, Optional<Entry> base) throws IOException {
    live.open();
    live.retain();
    Future<Optional<HeldEntry>> taking =
        job.readers()
            .submit(() -> {
              try {
                return reader.hold(live, name, Past.of(base), duplicates);
              } finally {
                live.release();
              }
            });
    waiting.addLast(taking);
    return taking;
  }

  private void await(int allowed) throws IOException, InterruptedException {
    while (waiting.size() > allowed) {
      var _ = Waiting.join(waiting.removeFirst());
    }
  }

  private void leaveTo(int depth) {
    while (levels.size() > depth) {
      levels.removeLast().live().release();
    }
  }

  /// Lets go of all duplicates.
  @Override
  public void close() {
    for (Future<Optional<HeldEntry>> entry : entries.values()) {
      try {
        Waiting.join(entry).ifPresent(HeldEntry::close);
      } catch (IOException | RuntimeException e) {
        // It holds nothing, and its failure was told where it was waited for.
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}

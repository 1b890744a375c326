package dev.volary.core.capture.tree;

import dev.volary.core.capture.walk.BaseCursor;
import dev.volary.core.capture.walk.BaseDirectory;
import dev.volary.core.capture.walk.CacheCursor;
import dev.volary.core.capture.walk.LiveDirectory;
import dev.volary.core.io.ByteString;
import dev.volary.core.io.Waiting;
import dev.volary.core.linux.DirectoryHandle;
import dev.volary.core.object.Attributes;
import dev.volary.core.object.Entry;
import dev.volary.core.object.LinkGroup;
import dev.volary.core.object.Node;
import dev.volary.core.object.tree.Top;
import dev.volary.core.scan.CachedItem;
import dev.volary.core.scan.ScanItem;
import dev.volary.core.scan.StatDigest;
import dev.volary.core.scan.StatHasher;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/// Merges a scan with what was clean before, has the rest read, and builds the tree.
///
/// This thread opens directories and decides; others read entries; the steps wait in a bounded
/// queue until their turn in the order of the scan. Not thread-safe.
public final class TreeCapture {
  private static final int MAX_WAITING = 1024;

  private final CaptureJob job;
  private final EntryReader reader;
  private final TreeBuilder builder;
  private final CacheCursor cache;
  private final LinkedReadings<Optional<CapturedEntry>> linked;
  private final Optional<Standstill> held;
  private final StatHasher hasher = new StatHasher();
  private final Deque<Level> levels = new ArrayDeque<>();
  private final Deque<Step> waiting = new ArrayDeque<>();
  private long number;
  private volatile boolean abandoned;

  /// A directory that is being gone through.
  private record Level(LiveDirectory live, BaseDirectory base, BaseCursor cursor) {}

  private TreeCapture(CaptureJob job, Optional<Standstill> held) {
    this.job = job;
    this.reader = new EntryReader(job);
    this.builder = new TreeBuilder(job);
    this.cache = new CacheCursor(job.known());
    this.linked = new LinkedReadings<>(job.scan().links());
    this.held = held;
  }

  /// Captures the tree whose top is `top`, which is not looked at any more if all that changed is
  /// `held`.
  ///
  /// Fails with [dev.volary.core.capture.walk.MovedTreeException] where the tree is not the scanned
  /// one any more, and with [StaleCacheException] where the stat cache is not the base's.
  public static CapturedTree run(CaptureJob job, DirectoryHandle top, Optional<Standstill> held)
      throws IOException, InterruptedException {
    return new TreeCapture(job, held).run(top);
  }

  private CapturedTree run(DirectoryHandle top) throws IOException, InterruptedException {
    try {
      enterTop(top);
      Iterator<ScanItem> items = job.scan().items();
      while (items.hasNext()) {
        ScanItem item = items.next();
        number++;
        while (levels.size() > item.depth()) {
          leave();
        }
        visit(item);
        build(MAX_WAITING);
      }
      while (!levels.isEmpty()) {
        leave();
      }
      build(0);
      return builder.finish(reader.bytesRead() + held.map(Standstill::bytesRead).orElse(0L));
    } finally {
      abandon();
    }
  }

  private void enterTop(DirectoryHandle top) throws IOException {
    ScanItem item =
        new ScanItem(0, ByteString.EMPTY, job.scan().totals().top(), ScanItem.Standing.PRESENT);
    LiveDirectory live = LiveDirectory.top(top, item.stat());
    BaseDirectory base = BaseDirectory.top(job.source(), job.base().map(Top::directory));
    CapturedEntry own = own(live, () -> job.base().map(Top::attributes));
    boolean cached = job.base().isPresent() && job.known().isPresent();
    enter(new Step.Enter(item, live, base, cached, Optional.empty(), Optional.of(own)));
  }

  private CapturedEntry own(LiveDirectory live, Supplier<Optional<Attributes>> base)
      throws IOException {
    return held.isPresent() ? held.get().own(number) : reader.readOwn(live, base);
  }

  private void enter(Step.Enter step) {
    levels.addLast(new Level(step.live(), step.base(), step.base().cursor()));
    waiting.addLast(step);
  }

  private void leave() {
    Level level = levels.removeLast();
    if (cache.leave(levels.size() + 1)) {
      waiting.addLast(new Step.Gap());
    }
    level.live().release();
    waiting.addLast(new Step.Leave());
  }

  private void visit(ScanItem item) throws IOException {
    CacheCursor.Match match = cache.match(item.depth(), item.name());
    if (match.passedOthers()) {
      waiting.addLast(new Step.Gap());
    }
    Level level = levels.getLast();
    switch (item.standing()) {
      case ABSENT -> waiting.addLast(new Step.CarryOver(item));
      case MOUNT_POINT -> mountPoint(item, level);
      case PRESENT -> {
        Optional<LinkGroup> group = job.scan().links().groupOf(item.stat());
        Optional<StatDigest> clean =
            match
                .item()
                .flatMap(CachedItem::clean)
                .filter(digest -> digest.equals(hasher.of(item.stat(), group)));
        if (item.isDirectory()) {
          directory(item, level, match.item().isPresent(), clean);
        } else if (clean.isPresent()) {
          waiting.addLast(new Step.Keep(item, clean.get()));
        } else {
          read(item, level, group);
        }
      }
    }
  }

  private void directory(ScanItem item, Level level, boolean cached, Optional<StatDigest> clean)
      throws IOException {
    LiveDirectory live = level.live().child(item.name(), item.stat());
    BaseDirectory base = level.base().child(item.name());
    Optional<CapturedEntry> own =
        clean.isPresent()
            ? Optional.empty()
            : Optional.of(own(live, () -> base.entry().map(Entry::attributes)));
    enter(new Step.Enter(item, live, base, cached, clean, own));
  }

  /// Another file system's directory: empty here, with the attributes it shows.
  private void mountPoint(ScanItem item, Level level) {
    var stat = item.stat();
    Attributes attributes =
        Attributes.plain(
            stat.mode(), stat.uid(), stat.gid(), stat.mtimeSeconds(), stat.mtimeNanos());
    CapturedEntry own = new CapturedEntry(attributes, new Node.FifoNode(), stat, false, false, 0);
    LiveDirectory live = level.live().child(item.name(), stat);
    BaseDirectory base = level.base().child(item.name());
    waiting.addLast(new Step.Enter(item, live, base, false, Optional.empty(), Optional.of(own)));
    waiting.addLast(new Step.Leave());
  }

  private void read(ScanItem item, Level level, Optional<LinkGroup> group) throws IOException {
    Optional<Entry> base = level.cursor().find(item.name());
    if (group.isEmpty() && job.manner().postponed().covers(item.stat(), base)) {
      Optional<CapturedEntry> stale =
          base.map(
              was -> new CapturedEntry(was.attributes(), was.node(), item.stat(), false, false, 0));
      waiting.addLast(
          new Step.Add(item, level.live(), group, CompletableFuture.completedFuture(stale)));
      return;
    }
    Past past = base.isPresent() ? Past.of(base) : new Past(base, elsewhere(item, level));
    Future<Optional<CapturedEntry>> reading =
        linked.reading(
            item.stat(),
            () ->
                held.isPresent()
                    ? complete(held.get().entry(number), level.live().path(item.name()), past)
                    : submit(item.name(), level.live(), past));
    waiting.addLast(new Step.Add(item, level.live(), group, reading));
  }

  private Optional<Entry> elsewhere(ScanItem item, Level level) throws IOException {
    if (job.manner().comparing()) {
      return Optional.empty();
    }
    if (held.isPresent()) {
      return job.predecessors().find(item, level.base(), name -> false);
    }
    DirectoryHandle live = level.live().open();
    return job.predecessors().find(item, level.base(), name -> isThere(live, name));
  }

  private static boolean isThere(DirectoryHandle directory, ByteString name) {
    try {
      return directory.statIfPresent(name).isPresent();
    } catch (IOException e) {
      return false; // then it is not what would be kept either
    }
  }

  private Future<Optional<CapturedEntry>> submit(ByteString name, LiveDirectory live, Past past)
      throws IOException {
    live.open();
    live.retain();
    return job.readers()
        .submit(() -> {
          try {
            return abandoned ? Optional.empty() : reader.read(live, name, past);
          } finally {
            live.release();
          }
        });
  }

  private Future<Optional<CapturedEntry>> complete(
      Future<Optional<HeldEntry>> taken, ByteString path, Past past) {
    return job.readers()
        .submit(() -> {
          Optional<HeldEntry> entry = Waiting.join(taken);
          return abandoned || entry.isEmpty()
              ? Optional.empty()
              : Optional.of(reader.complete(entry.get(), path, past));
        });
  }

  /// Takes the steps that are ready, and waits for others while more than `allowed` wait.
  private void build(int allowed) throws IOException, InterruptedException {
    while (!waiting.isEmpty()
        && (waiting.size() > allowed
            || !(waiting.getFirst() instanceof Step.Add add)
            || add.reading().isDone())) {
      builder.take(waiting.removeFirst());
    }
  }

  /// After a failure: lets no reading begin any more and closes what is open.
  private void abandon() {
    abandoned = true;
    while (!levels.isEmpty()) {
      levels.removeLast().live().release();
    }
  }
}

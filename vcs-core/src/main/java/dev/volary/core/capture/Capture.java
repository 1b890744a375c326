package dev.volary.core.capture;

import dev.volary.core.capture.content.ContentCapture;
import dev.volary.core.capture.duplicate.Duplicates;
import dev.volary.core.capture.likeness.Predecessors;
import dev.volary.core.capture.tree.CaptureJob;
import dev.volary.core.capture.tree.CapturedTree;
import dev.volary.core.capture.tree.Postponement;
import dev.volary.core.capture.tree.StaleCacheException;
import dev.volary.core.capture.tree.Standstill;
import dev.volary.core.capture.tree.TreeCapture;
import dev.volary.core.capture.walk.MovedTreeException;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.io.ByteString;
import dev.volary.core.linux.FileSystemFacts;
import dev.volary.core.object.ObjectSink;
import dev.volary.core.object.ObjectSource;
import dev.volary.core.object.tree.Top;
import dev.volary.core.scan.Scan;
import dev.volary.core.scan.StatCacheBinding;
import dev.volary.core.scan.StatCacheReader;
import dev.volary.core.scan.StatCacheWriter;
import dev.volary.core.scan.TreeScan;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// Captures live trees: scan → guard → read what may have changed → build → tell.
///
/// No change is ever missed: an entry is taken over unread only where the file system's attributes
/// can be trusted, they are those of the moment it was known to be clean, and that moment was safe.
public final class Capture {
  /// From so many unknown entries on, everything is written back at once before it is read: one
  /// flush after the other would wait for the disk as often as there are files just written.
  private static final long MANY = 2_000;

  private final InstantSource clock;
  private final String bootId;

  /// A capture that dates by `clock` (the machine's real time, which also dates files) on the run
  /// of the kernel called `bootId`.
  public Capture(InstantSource clock, String bootId) {
    this.clock = clock;
    this.bootId = bootId;
  }

  /// Returns one for a tree that will be as it is at this moment: a change right after it must not
  /// pass for one from long before.
  Capture ofThisMoment() {
    return new Capture(InstantSource.fixed(clock.instant()), bootId);
  }

  /// Captures the tree into `sink`; `source` reads what the sink has, the base's objects among it.
  ///
  /// Fails with [Fault#CONFLICT] where more than half has vanished or files are torn and neither
  /// was allowed, [Fault#NOT_PERMITTED] where an entry can't be read, and [Fault#BUSY] where the
  /// tree does not hold still at all.
  public CaptureResult run(
      CaptureRequest request, ObjectSink sink, ObjectSource source, CaptureProgress progress)
      throws IOException {
    return requireWhole(request, capture(request, new Ends(sink, source, progress)));
  }

  /// Captures a tree whose writers stand still, and lets them go as soon as nothing more of the
  /// live tree is needed; they still stand if this fails before.
  CaptureResult run(CaptureRequest request, CaptureSequence.Ends ends, StandingWriters writers)
      throws IOException {
    Ends all =
        new Ends(ends.sink(), ends.source(), ends.progress(), false, writers, Postponement.none());
    return requireWhole(request, capture(request, all));
  }

  /// Captures a tree whose writers go on, ahead of a pause in which what is `postponed` is taken.
  CaptureResult run(CaptureRequest request, CaptureSequence.Ends ends, Postponement postponed)
      throws IOException {
    StandingWriters none = StandingWriters.none();
    Ends all = new Ends(ends.sink(), ends.source(), ends.progress(), false, none, postponed);
    return requireWhole(request, capture(request, all));
  }

  private static CaptureResult requireWhole(CaptureRequest request, CaptureResult result)
      throws IOException {
    if (!result.torn().isEmpty() && !request.options().allowTorn()) {
      result.discardStatCache();
      throw torn(result);
    }
    return result;
  }

  /// Compares the tree with its base (or with nothing) and stores nothing.
  ///
  /// @param sink tells what is stored; nothing is put there
  public StatusResult status(
      CaptureRequest request, ObjectSink sink, ObjectSource source, CaptureProgress progress)
      throws IOException {
    Overlay overlay = new Overlay(sink, source);
    var ends =
        new Ends(overlay, overlay, progress, true, StandingWriters.none(), Postponement.none());
    CaptureResult result = capture(request, ends);
    return new StatusResult(result, overlay);
  }

  /// Where objects go and come from.
  private record Ends(
      ObjectSink sink,
      ObjectSource source,
      CaptureProgress progress,
      boolean comparing,
      StandingWriters writers,
      Postponement postponed) {
    Ends(ObjectSink sink, ObjectSource source, CaptureProgress progress) {
      this(sink, source, progress, false, StandingWriters.none(), Postponement.none());
    }
  }

  private CaptureResult capture(CaptureRequest request, Ends ends) throws IOException {
    boolean useCache = true;
    boolean stood = !ends.writers().areGone();
    for (int attempt = 1; ; attempt++) {
      try {
        return once(request, ends, useCache);
      } catch (StaleCacheException e) {
        if (!useCache || stood && ends.writers().areGone()) {
          throw VolaryException.corrupt("the base's tree", String.valueOf(e.getMessage()));
        }
        useCache = false;
      } catch (MovedTreeException e) {
        // Once the writers go on, the tree of the moment they stood still is gone.
        if (attempt >= request.options().attempts() || stood && ends.writers().areGone()) {
          throw new VolaryException(
              Fault.BUSY,
              e.getMessage() + " " + attempt + " times; stop or pause the writer and try again",
              e);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new VolaryException(Fault.INTERRUPTED, "The capture was interrupted", e);
      }
    }
  }

  private CaptureResult once(CaptureRequest request, Ends ends, boolean useCache)
      throws IOException, InterruptedException {
    Path folder = request.options().folder();
    var walk =
        new TreeScan.Request(
            request.top(), request.filter(), request.unheld(), folder, ends.progress()::scanned);
    try (Scan scan = TreeScan.run(walk, clock.instant());
        StatCacheWriter cache = StatCacheWriter.create(folder)) {
      if (request.base().isPresent() && !request.options().allowShrink() && !ends.comparing()) {
        VanishGuard.check(request.base().get(), scan.totals());
      }
      FileSystemFacts facts = request.top().fileSystem();
      Optional<StatCacheReader> known =
          useCache && facts.trustworthyStat() ? known(request, scan) : Optional.empty();
      if (known.isEmpty() && facts.trustworthyStat() && scan.totals().entries() > MANY) {
        request.top().syncFileSystem();
      }
      try {
        CapturedTree tree = build(request, ends, new Seen(scan, known, cache, facts));
        ends.writers().letGo(tree.readBytes());
        var root = ends.comparing() ? request.base().map(Baseline::root) : Optional.of(tree.root());
        var binding =
            new StatCacheBinding(root.orElse(tree.root()), bootId, scan.totals().top().dev());
        Optional<ByteString> moved =
            request.options().lookTwice()
                ? SecondLook.firstMoved(scan, request.top())
                : Optional.empty();
        return result(tree, moved, new Seen(scan, known, cache, facts), cache.finish(binding));
      } finally {
        known.ifPresent(StatCacheReader::close);
      }
    }
  }

  /// What is known before anything is read.
  private record Seen(
      Scan scan, Optional<StatCacheReader> known, StatCacheWriter cache, FileSystemFacts facts) {}

  private Optional<StatCacheReader> known(CaptureRequest request, Scan scan) {
    if (request.base().isEmpty() || request.statCache().isEmpty()) {
      return Optional.empty();
    }
    var binding =
        new StatCacheBinding(request.base().get().root(), bootId, scan.totals().top().dev());
    return StatCacheReader.open(request.statCache().get(), binding);
  }

  private CapturedTree build(CaptureRequest request, Ends ends, Seen seen)
      throws IOException, InterruptedException {
    CaptureOptions options = request.options();
    var manner =
        new CaptureJob.Manner(
            request.unheld(),
            options.hostXattrs(),
            seen.facts().trustworthyStat(),
            ends.comparing(),
            options.attempts(),
            ends.postponed(),
            ends.progress()::read);
    Optional<Top> base = request.base().map(baseline -> Top.read(ends.source(), baseline.root()));
    ExecutorService readers = readers(options.threads());
    try (ContentCapture contents = new ContentCapture(ends.sink(), options.threads())) {
      CaptureJob job =
          new CaptureJob(
              seen.scan(),
              ends.sink(),
              ends.source(),
              base,
              seen.known(),
              predecessors(request, ends, seen),
              seen.cache(),
              contents,
              readers,
              manner);
      return ends.writers().areGone()
          ? TreeCapture.run(job, request.top(), Optional.empty())
          : buildStill(request, ends, job);
    } finally {
      readers.close();
    }
  }

  private Predecessors predecessors(CaptureRequest request, Ends ends, Seen seen) {
    Optional<Top> base = request.base().map(baseline -> Top.read(ends.source(), baseline.root()));
    return new Predecessors(
        seen.scan(),
        ends.source(),
        base,
        () -> seen.known().isPresent() ? known(request, seen.scan()) : Optional.empty());
  }

  /// Takes what changed while the writers stand still and reads it when they go on.
  private CapturedTree buildStill(CaptureRequest request, Ends ends, CaptureJob job)
      throws IOException, InterruptedException {
    Optional<Standstill> held = Optional.empty();
    try {
      Optional<StatCacheReader> again =
          job.known().isPresent() ? known(request, job.scan()) : Optional.empty();
      try (Duplicates duplicates = Duplicates.of(request.top(), ends.writers().terms())) {
        held = Standstill.take(job, request.top(), again, duplicates);
      } finally {
        again.ifPresent(StatCacheReader::close);
      }
      if (held.isPresent()) {
        ends.writers().letGo(held.get().bytesRead());
      }
      return TreeCapture.run(job, request.top(), held);
    } finally {
      held.ifPresent(Standstill::close);
    }
  }

  private static ExecutorService readers(int threads) {
    AtomicInteger number = new AtomicInteger();
    return Executors.newFixedThreadPool(
        threads,
        work -> {
          Thread thread = new Thread(work, "read-" + number.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        });
  }

  private CaptureResult result(
      CapturedTree tree, Optional<ByteString> moved, Seen seen, Path statCache) {
    return new CaptureResult(
        tree.root(),
        tree.entries(),
        tree.bytes(),
        tree.readEntries(),
        tree.readBytes(),
        clock.instant(),
        tree.torn(),
        moved,
        seen.scan().totals().mountPoints(),
        seen.scan().totals().inParts(),
        warnings(seen),
        statCache);
  }

  private static List<String> warnings(Seen seen) {
    List<String> warnings = new ArrayList<>();
    if (!seen.facts().trustworthyStat()) {
      warnings.add(
          "Every file was read, because "
              + seen.facts().typeName()
              + " does not reliably tell which ones changed");
    }
    seen.scan()
        .totals()
        .mountPoints()
        .forEach(path -> warnings.add(path + " is a mount point and was not entered"));
    long outside = seen.scan().links().leadingOutside();
    if (outside > 0) {
      warnings.add(
          outside
              + (outside == 1 ? " file has a hard link" : " files have hard links")
              + " outside of the tree, which can't be kept");
    }
    return warnings;
  }

  private static VolaryException torn(CaptureResult result) {
    List<String> names = result.torn().stream().map(Object::toString).toList();
    String some = String.join(", ", names.subList(0, Math.min(3, names.size())));
    String more = names.size() > 3 ? " and " + (names.size() - 3) + " more" : "";
    return new VolaryException(
        Fault.CONFLICT,
        some
            + more
            + " changed while being read; stop or pause the writer, or commit with --allow-torn",
        names);
  }
}

package dev.volary.core.capture;

import dev.volary.core.capture.consistency.Pause;
import dev.volary.core.capture.duplicate.Clones;
import dev.volary.core.capture.duplicate.Duplicates;
import dev.volary.core.capture.duplicate.Snapshot;
import dev.volary.core.capture.duplicate.Snapshots;
import dev.volary.core.capture.tree.Postponement;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.Consistency;
import dev.volary.core.object.ObjectSink;
import dev.volary.core.object.ObjectSource;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// Captures a tree of one moment with a short pause: capture while the writers run, write back,
/// pause, capture only what changed since, let go.
///
/// Large files that are being written to are not read before the pause, in which they are taken. In
/// the pause a snapshot is taken where btrfs makes one, of which the rest is captured after it.
/// Else files that changed are only duplicated, and captured after the pause: cloned where the file
/// system can share blocks (xfs, btrfs), else copied to where there is room. A pause that freezes
/// the file system allows none of that there: it would wait for the thaw.
public final class CaptureSequence {
  private final Capture capture;
  private final InstantSource clock;

  /// A sequence of `capture` that measures pauses by `clock`.
  public CaptureSequence(Capture capture, InstantSource clock) {
    this.capture = capture;
    this.clock = clock;
  }

  /// What came out, and how it came to show one moment.
  ///
  /// @param readInPause how many bytes had to be read while the writers stood still
  public record Outcome(CaptureResult result, Consistency consistency, long readInPause) {}

  /// Where objects go, and who is told.
  public record Ends(ObjectSink sink, ObjectSource source, CaptureProgress progress) {}

  /// Captures with `pause`, which says what the level is.
  ///
  /// The first capture may find torn files, the second may not. The pause ends whatever happens,
  /// and if it ended too early this fails.
  public Outcome run(CaptureRequest request, Ends ends, Pause pause) throws IOException {
    pause.prepare();
    Duplicates.Terms terms = terms(request, pause);
    CaptureResult running = first(request, ends, terms);
    Optional<Snapshots> snapshots = Optional.empty();
    try {
      snapshots = running.inParts() ? Optional.empty() : Snapshots.of(request.top(), terms);
      request.top().syncFileSystem();
      Paused paused = new Paused(request.after(running), pause.begin(), capture.ofThisMoment());
      Stopwatch stopwatch = new Stopwatch(clock.instant());
      Optional<Snapshot> snapshot = take(snapshots, paused);
      CaptureResult still =
          snapshot.isPresent()
              ? ofSnapshot(ends, paused, stopwatch, snapshot.get())
              : ofDuplicates(ends, paused, stopwatch, terms);
      var consistency = new Consistency(pause.level(), pause.method(), stopwatch.millis());
      return new Outcome(still, consistency, stopwatch.bytesRead);
    } finally {
      snapshots.ifPresent(Snapshots::close);
      running.discardStatCache();
    }
  }

  /// How long a pause was, and what was done in it.
  private static final class Stopwatch {
    private final Instant begun;
    private Instant ended;
    private long bytesRead;

    Stopwatch(Instant begun) {
      this.begun = begun;
      this.ended = begun;
    }

    long millis() {
      return Math.max(0, Duration.between(begun, ended).toMillis());
    }
  }

  /// Writers that stand still.
  ///
  /// @param request captures what changed since the first capture
  /// @param held lets them go
  /// @param moment captures the tree as it is now later on
  private record Paused(CaptureRequest request, Pause.Held held, Capture moment) {}

  private static Duplicates.Terms terms(CaptureRequest request, Pause pause) throws IOException {
    boolean mayWrite = !pause.stopsFileSystem();
    return new Duplicates.Terms(
        mayWrite,
        mayWrite && Clones.arePossible(request.top()),
        request.options().folder(),
        request.options().keepFree(),
        request.options().threads());
  }

  private CaptureResult first(CaptureRequest request, Ends ends, Duplicates.Terms terms)
      throws IOException {
    var lenient =
        new CaptureRequest(
            request.top(),
            request.base(),
            request.statCache(),
            request.filter(),
            request.unheld(),
            request.options().allowingTorn(true));
    long mostBytes = Duplicates.mostBytes(request.top(), terms);
    return capture.run(lenient, ends, new Postponement(clock.instant(), mostBytes));
  }

  private static Optional<Snapshot> take(Optional<Snapshots> snapshots, Paused paused)
      throws IOException {
    try {
      return snapshots.isPresent() ? snapshots.get().take() : Optional.empty();
    } catch (IOException | RuntimeException e) {
      endAfter(e, paused.held());
      throw e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      endAfter(e, paused.held());
      throw new VolaryException(Fault.INTERRUPTED, "The capture was interrupted", e);
    }
  }

  /// What vanished was judged by the first capture, against the real base.
  private CaptureResult ofSnapshot(Ends ends, Paused paused, Stopwatch stopwatch, Snapshot snapshot)
      throws IOException {
    try (snapshot) {
      paused.held().end();
      stopwatch.ended = clock.instant();
      CaptureRequest request = paused.request().of(snapshot.top());
      CaptureResult result =
          paused.moment().run(request, ends.sink(), ends.source(), ends.progress());
      if (result.inParts()) {
        result.discardStatCache();
        throw new VolaryException(
            Fault.BUSY, "A subvolume of btrfs came in while the tree was captured; try again");
      }
      return result;
    }
  }

  private CaptureResult ofDuplicates(
      Ends ends, Paused paused, Stopwatch stopwatch, Duplicates.Terms terms) throws IOException {
    LaterSink later = new LaterSink(ends.sink(), ends.source());
    var writers =
        new StandingWriters(
            terms,
            bytesRead -> {
              stopwatch.bytesRead = bytesRead;
              paused.held().end();
              stopwatch.ended = clock.instant();
              later.open();
            });
    try {
      return capture.run(paused.request(), new Ends(later, later, ends.progress()), writers);
    } catch (IOException | RuntimeException e) {
      if (!writers.areGone()) {
        endAfter(e, paused.held());
      }
      throw e;
    }
  }

  private static void endAfter(Exception cause, Pause.Held held) {
    try {
      held.end();
    } catch (IOException | RuntimeException e) {
      cause.addSuppressed(e);
    }
  }
}

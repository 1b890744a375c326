package dev.volary.core.capture;

import dev.volary.core.capture.consistency.Pause;
import dev.volary.core.capture.tree.Clones;
import dev.volary.core.capture.tree.Duplicates;
import dev.volary.core.capture.tree.Postponement;
import dev.volary.core.history.Consistency;
import dev.volary.core.object.ObjectSink;
import dev.volary.core.object.ObjectSource;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// Captures a tree of one moment with a short pause: capture while the writers run, write back,
/// pause, capture only what changed since, let go.
///
/// Large files that are being written to are not read before the pause, in which they are taken. In
/// the pause files that changed are only duplicated: cloned where the file system can share blocks
/// (xfs, btrfs), else copied to where there is room. They are captured after it. A pause that
/// freezes the file system allows no clones and no copies there: they would wait for the thaw.
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
    request.top().syncFileSystem();
    Pause.Held held;
    try {
      held = pause.begin();
    } catch (IOException | RuntimeException e) {
      running.discardStatCache();
      throw e;
    }
    LaterSink later = new LaterSink(ends.sink(), ends.source());
    Stopwatch stopwatch = new Stopwatch(clock.instant());
    var writers =
        new StandingWriters(
            terms,
            bytesRead -> {
              stopwatch.bytesRead = bytesRead;
              held.end();
              stopwatch.ended = clock.instant();
              later.open();
            });
    CaptureResult still =
        second(
            request, new Ends(later, later, ends.progress()), new Paused(running, held, writers));
    var consistency = new Consistency(pause.level(), pause.method(), stopwatch.millis());
    return new Outcome(still, consistency, stopwatch.bytesRead);
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

  private record Paused(CaptureResult running, Pause.Held held, StandingWriters writers) {}

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

  private CaptureResult second(CaptureRequest request, Ends ends, Paused paused)
      throws IOException {
    try {
      // What vanished was judged by the first capture, against the real base.
      return capture.run(request.after(paused.running()), ends, paused.writers());
    } catch (IOException | RuntimeException e) {
      if (!paused.writers().areGone()) {
        endAfter(e, paused.held());
      }
      throw e;
    } finally {
      paused.running().discardStatCache();
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

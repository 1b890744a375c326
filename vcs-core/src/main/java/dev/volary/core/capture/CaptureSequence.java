package dev.volary.core.capture;

import dev.volary.core.capture.consistency.Pause;
import dev.volary.core.history.Consistency;
import dev.volary.core.object.ObjectSink;
import dev.volary.core.object.ObjectSource;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// Captures a tree of one moment with a short pause: capture while the writers run, write back,
/// pause, capture only what changed since, let go.
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

  /// Captures with `pause`; the level is [Consistency.Level#PAUSED].
  ///
  /// The first capture may find torn files, the second may not. The pause ends whatever happens,
  /// and if it ended too early this fails.
  public Outcome run(CaptureRequest request, Ends ends, Pause pause) throws IOException {
    CaptureResult running = first(request, ends);
    request.top().syncFileSystem();
    Pause.Held held;
    try {
      held = pause.begin();
    } catch (IOException | RuntimeException e) {
      running.discardStatCache();
      throw e;
    }
    Instant begun = clock.instant();
    CaptureResult still = second(request, ends, new Paused(running, held));
    long millis = Math.max(0, Duration.between(begun, clock.instant()).toMillis());
    var consistency = new Consistency(Consistency.Level.PAUSED, pause.method(), millis);
    return new Outcome(still, consistency, still.readBytes());
  }

  private record Paused(CaptureResult running, Pause.Held held) {}

  private CaptureResult first(CaptureRequest request, Ends ends) throws IOException {
    var lenient =
        new CaptureRequest(
            request.top(),
            request.base(),
            request.statCache(),
            request.filter(),
            request.unheld(),
            request.options().allowingTorn(true));
    return capture.run(lenient, ends.sink(), ends.source(), ends.progress());
  }

  private CaptureResult second(CaptureRequest request, Ends ends, Paused paused)
      throws IOException {
    CaptureResult still;
    try {
      // What vanished was judged by the first capture, against the real base.
      CaptureRequest again = request.after(paused.running());
      still = capture.run(again, ends.sink(), ends.source(), ends.progress());
    } catch (IOException | RuntimeException e) {
      endAfter(e, paused.held());
      throw e;
    } finally {
      paused.running().discardStatCache();
    }
    try {
      paused.held().end();
    } catch (IOException | RuntimeException e) {
      still.discardStatCache();
      throw e;
    }
    return still;
  }

  private static void endAfter(Exception cause, Pause.Held held) {
    try {
      held.end();
    } catch (IOException | RuntimeException e) {
      cause.addSuppressed(e);
    }
  }
}

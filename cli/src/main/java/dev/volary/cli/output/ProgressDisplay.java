package dev.volary.cli.output;

import dev.volary.core.capture.CaptureProgress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// Shows how far a long command is: on a terminal in one line that is overwritten, else as a line
/// now and then; nothing where only ids or JSON are wanted. Thread-safe; the numbers it is told
/// only grow within a phase.
public final class ProgressDisplay implements AutoCloseable {
  private static final Duration ON_TERMINALS = Duration.ofMillis(100);
  private static final Duration ELSEWHERE = Duration.ofSeconds(10);

  /// Rates of shorter phases say nothing.
  private static final long RATE_AFTER_MILLIS = 500;

  /// Where a terminal does not know how wide it is.
  private static final int USUAL_COLUMNS = 80;

  private final Output output;
  private final InstantSource clock;
  private final boolean silent;
  private final Duration pause;
  private String phase = "";
  private Instant begun;
  private @Nullable Instant shown;
  private long entries;
  private long bytes;
  private long totalBytes;
  private long total;
  private boolean estimated;

  /// @param output shows it
  public ProgressDisplay(Output output, InstantSource clock) {
    this.output = output;
    this.clock = clock;
    this.silent = output.mode().quiet() || output.mode().json();
    this.pause = output.mode().terminal() ? ON_TERMINALS : ELSEWHERE;
    this.begun = clock.instant();
  }

  /// Begins a phase, such as `restoring`.
  public synchronized ProgressDisplay phase(String name) {
    phase = name;
    begun = clock.instant();
    // On a terminal the first word comes at once, elsewhere only for what takes long.
    shown = output.mode().terminal() ? null : begun;
    entries = 0;
    bytes = 0;
    totalBytes = 0;
    total = 0;
    estimated = false;
    return this;
  }

  /// So many entries and bytes are done; for use as a listener of restores.
  public synchronized void done(long doneEntries, long doneBytes) {
    entries = Math.max(entries, doneEntries);
    bytes = Math.max(bytes, doneBytes);
    show();
  }

  /// So many bytes are done, of about so many if that can be told (else 0).
  public synchronized void about(long doneBytes, long ofBytes, String of) {
    if (!phase.equals(of)) {
      phase(of);
    }
    estimated = true;
    done(doneBytes, ofBytes, of);
  }

  /// So many bytes of so many are done.
  public synchronized void done(long doneBytes, long ofBytes, String of) {
    if (!phase.equals(of)) {
      phase(of);
    }
    totalBytes = ofBytes;
    bytes = Math.max(bytes, doneBytes);
    show();
  }

  /// So many things of so many are done.
  public synchronized void count(long doneCount, long ofCount, String of) {
    if (!phase.equals(of)) {
      phase(of);
    }
    entries = Math.max(entries, doneCount);
    total = ofCount;
    show();
  }

  /// Returns this as the listener of a capture.
  public CaptureProgress capture() {
    return new CaptureProgress() {
      @Override
      public void scanned(long count) {
        done(count, 0);
      }

      @Override
      public void read(long count) {
        done(0, count);
      }
    };
  }

  private void show() {
    Instant now = clock.instant();
    if (silent || (shown != null && Duration.between(shown, now).compareTo(pause) < 0)) {
      return;
    }
    shown = now;
    String text = text(Duration.between(begun, now).toMillis());
    if (output.mode().terminal()) {
      int columns = output.mode().columns() > 0 ? output.mode().columns() : USUAL_COLUMNS;
      int room = Math.max(20, columns - 1);
      output.transientLine(text.length() > room ? text.substring(0, room) : text);
    } else {
      output.talk(text);
    }
  }

  private String text(long millis) {
    StringBuilder text = new StringBuilder(phase).append(':');
    if (total > 0) {
      return text.append(' ').append(entries).append(" of ").append(total).toString();
    }
    if (entries > 0) {
      text.append(' ').append(Words.count(entries, "file")).append(',');
    }
    text.append(' ').append(Words.size(bytes));
    if (totalBytes > 0) {
      text.append(estimated ? " of about " : " of ").append(Words.size(totalBytes));
    }
    if (millis >= RATE_AFTER_MILLIS && bytes > 0) {
      double rate = bytes * 1000.0 / millis;
      text.append(", ").append(Words.size((long) rate)).append("/s");
      if (totalBytes > bytes) {
        Duration left = Duration.ofSeconds(Math.round((totalBytes - bytes) / rate));
        text.append(", ")
            .append(left.toSeconds() < 1 ? "1 s" : Words.roughly(left))
            .append(" left");
      }
    }
    return text.toString();
  }

  /// Takes the line away.
  @Override
  public void close() {
    output.clearTransientLine();
  }
}

package dev.volary.core.history;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// How a commit came to show one moment of the data.
///
/// @param method what brought it about, in one line such as `docker:shop-db-1`; may be empty
/// @param pauseMillis how long writers stood still, in milliseconds
public record Consistency(Level level, String method, long pauseMillis) {
  private static final int MAX_METHOD_BYTES = 1024;

  /// The strength of the claim, strongest first.
  public enum Level {
    /// Nobody had the data open for writing.
    STOPPED,
    /// Writers were paused or the file system frozen.
    PAUSED,
    /// The database itself was asked to bring its files to a safe point.
    DATABASE,
    /// The tree of an earlier commit, taken from the store and not from a live directory.
    RESTORED,
    /// Captured under running writers.
    LIVE;

    /// The word stored and shown.
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// Refuses methods of more than one line and negative pauses.
  public Consistency {
    if (pauseMillis < 0
        || method.getBytes(StandardCharsets.UTF_8).length > MAX_METHOD_BYTES
        || !method.equals(method.strip())
        || method.codePoints().anyMatch(Consistency::unprintable)) {
      throw new VolaryException(
          Fault.USAGE, "A consistency method is one printable line of at most 1024 bytes");
    }
  }

  /// A claim that needs no further words.
  public static Consistency of(Level level) {
    return new Consistency(level, "", 0);
  }

  private static boolean unprintable(int codePoint) {
    return Character.isISOControl(codePoint)
        || codePoint == 0xFFFD
        || (codePoint >= 0xD800 && codePoint <= 0xDFFF);
  }
}

package dev.volary.core.capture.walk;

import dev.volary.core.io.ByteString;

/// The tree changed its shape between the scan and the reading, at one place: scan again.
public final class MovedTreeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient ByteString path;

  /// What stands at `path` is not what was scanned.
  public MovedTreeException(ByteString path) {
    super(path + " was moved or replaced while it was read", null, false, false);
    this.path = path;
  }

  /// Returns where.
  public ByteString path() {
    return path;
  }
}

package dev.volary.core.operation.copy;

/// How a live copy is going to be made, said before it costs anything.
///
/// @param way what it will be
/// @param first whether a shared checkout has to be made first, once for the commit
/// @param bytes the sizes of the commit's files
/// @param reason why it is made this way: a clause to follow "because"
public record CopyPlan(Way way, boolean first, long bytes, String reason) {
  /// From so many bytes on, writing them all is worth a word before it begins.
  public static final long MUCH_BYTES = 256L << 20;

  /// What a live copy is.
  public enum Way {
    /// A directory of files that share blocks with others'.
    REFLINK,
    /// A mount.
    OVERLAY,
    /// A directory of files of its own.
    FULL
  }
}

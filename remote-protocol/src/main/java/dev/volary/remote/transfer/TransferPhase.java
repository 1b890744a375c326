package dev.volary.remote.transfer;

/// What a transfer is busy with.
public enum TransferPhase {
  /// Asking what there is.
  REFS,
  /// Commits, tags and labels on their way.
  HISTORY,
  /// Directories and file maps on their way.
  TREES,
  /// File bytes on their way.
  BYTES,
  /// Looking whether all is there.
  CHECK
}

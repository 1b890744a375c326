package dev.volary.core.linux;

/// How a regular file is opened; a symbolic link is never followed.
public enum OpenMode {
  /// For reading, without touching its access time where that is permitted.
  READ,
  /// An existing file for reading and writing.
  WRITE,
  /// A new file for reading and writing, readable by its owner only; fails if the name is taken.
  CREATE
}

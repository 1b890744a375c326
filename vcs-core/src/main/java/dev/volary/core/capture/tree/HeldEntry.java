package dev.volary.core.capture.tree;

import dev.volary.core.linux.FileHandle;
import java.util.Optional;

/// What was taken of an entry while its writers stood still.
///
/// @param entry what was read; a file's node is meaningless while its bytes are unread
/// @param unread a duplicate of the file, where its bytes were not read yet
record HeldEntry(CapturedEntry entry, Optional<FileHandle> unread) implements AutoCloseable {
  /// Nothing of it is left unread.
  static HeldEntry whole(CapturedEntry entry) {
    return new HeldEntry(entry, Optional.empty());
  }

  @Override
  public void close() {
    unread.ifPresent(FileHandle::close);
  }
}

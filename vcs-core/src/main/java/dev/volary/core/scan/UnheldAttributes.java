package dev.volary.core.scan;

import dev.volary.core.io.ByteString;
import java.util.List;

/// What a worktree can't hold of the commit it is based on: such attributes are no changes, and the
/// next commit carries them over.
///
/// Paths are relative to the top, joined by `/`; the top itself is the empty path. Thread-safe.
public interface UnheldAttributes {
  /// A worktree that holds everything.
  UnheldAttributes NONE =
      new UnheldAttributes() {
        @Override
        public Unheld at(ByteString path) {
          return Unheld.NOTHING;
        }

        @Override
        public List<ByteString> absentIn(ByteString directory) {
          return List.of();
        }
      };

  /// Returns what of the entry at `path` is not held.
  Unheld at(ByteString path);

  /// Returns the names in `directory` of entries that could not be made at all, such as device
  /// nodes.
  List<ByteString> absentIn(ByteString directory);
}

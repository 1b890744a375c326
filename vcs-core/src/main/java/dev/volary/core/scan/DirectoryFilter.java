package dev.volary.core.scan;

import dev.volary.core.io.ByteString;

/// Says which entries of one directory are not data.
public interface DirectoryFilter {
  /// Leaves nothing out.
  DirectoryFilter NOTHING =
      new DirectoryFilter() {
        @Override
        public boolean leavesOut(ByteString name, boolean directory) {
          return false;
        }

        @Override
        public boolean neverData(ByteString name, boolean directory) {
          return false;
        }

        @Override
        public DirectoryFilter inside(ByteString directory) {
          return this;
        }
      };

  /// Tells whether the entry `name` of this directory, and all beneath it, is left out.
  boolean leavesOut(ByteString name, boolean directory);

  /// Tells whether it is left out even where a commit has it: not data of the program it belongs
  /// to, such as the number of a running process.
  boolean neverData(ByteString name, boolean directory);

  /// Returns the filter for the entries of the directory `directory` of this directory.
  DirectoryFilter inside(ByteString directory);
}

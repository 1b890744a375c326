package dev.volary.core.capture.consistency;

import java.io.IOException;

/// A way to make a tree stand still for a moment.
public interface Pause {
  /// Returns how it is done, in one line for the commit, such as `freeze` or `unit:db.service`.
  String method();

  /// Tells whether this program can't write to the tree's file system either while it is in force.
  default boolean stopsFileSystem() {
    return false;
  }

  /// Makes the writers stand still. If it fails, they go on as before.
  Held begin() throws IOException;

  /// A pause that is in force.
  interface Held {
    /// Lets the writers go on, whatever happened.
    ///
    /// Fails with [dev.volary.core.error.Fault#FAILED] if they went on before: then what was
    /// captured is not of one moment.
    void end() throws IOException;
  }
}

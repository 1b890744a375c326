package dev.volary.core.capture.consistency;

import dev.volary.core.history.Consistency;
import java.io.IOException;

/// A way to make a tree stand still for a moment.
public interface Pause {
  /// Returns how it is done, in one line for the commit, such as `freeze` or `unit:db.service`.
  String method();

  /// Tells whether this program can't write to the tree's file system either while it is in force.
  default boolean stopsFileSystem() {
    return false;
  }

  /// Returns what may be said of a tree that is captured in it.
  default Consistency.Level level() {
    return Consistency.Level.PAUSED;
  }

  /// Tells whether it makes the process `pid` stand still; where that can't be known, whoever asked
  /// for the pause is believed.
  default boolean stops(long pid) {
    return true;
  }

  /// Does what takes long and need not be done while the writers stand still.
  default void prepare() throws IOException {}

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

package dev.volary.core.capture.tree;

import dev.volary.core.object.Entry;
import java.util.Optional;

/// What the base knows of a live entry.
///
/// @param here the base's entry of the same path
/// @param elsewhere an entry of another path that it was or resembles, where there is none here
record Past(Optional<Entry> here, Optional<Entry> elsewhere) {
  /// Nothing but the entry of the same path is known.
  static Past of(Optional<Entry> here) {
    return new Past(here, Optional.empty());
  }

  /// Returns the entry that new bytes may resemble.
  Optional<Entry> likeliest() {
    return here.or(() -> elsewhere);
  }
}

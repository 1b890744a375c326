package dev.volary.remote.access;

import dev.volary.core.history.RefName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One change of a push, as far as rules look at it.
public sealed interface RefChange {
  /// The ref that changes.
  RefName ref();

  /// A ref that was not there.
  record Create(RefName ref, Target target) implements RefChange {}

  /// A ref that points elsewhere.
  ///
  /// @param forward whether the old commit is an ancestor of the new one
  /// @param since when it came to point where it did, if that is known
  record Update(RefName ref, Target target, boolean forward, Optional<Instant> since)
      implements RefChange {}

  /// A ref that goes away.
  ///
  /// @param since when it came to point where it did, if that is known
  record Delete(RefName ref, Optional<Instant> since) implements RefChange {}

  /// What is known of the commit that a ref comes to point to.
  ///
  /// @param readable whether it was sent in this session or is one the caller may read
  /// @param rules the text of its `access.config`; empty where it has none
  record Target(boolean readable, Optional<String> rules) {
    /// A commit of data.
    public static final Target DATA = new Target(true, Optional.empty());

    /// A commit of the rules.
    public static Target rules(String text) {
      return new Target(true, Optional.of(text));
    }
  }

  /// A rename is the new name created and the old one deleted, and must pass as both.
  static List<RefChange> rename(RefName from, RefName to, Target target, Optional<Instant> since) {
    return List.of(new Create(to, target), new Delete(from, since));
  }
}

package dev.volary.remote.server;

import dev.volary.core.history.RefName;
import dev.volary.remote.access.RefChange;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// What one principal may do to one volume, by the rules in force at one moment. Thread-safe.
public interface Rights {
  /// Whether a ref may be read, with all that is reachable from it; a ref that may not does not
  /// exist for the one who asks.
  boolean mayRead(RefName ref);

  /// Whether anything may be pushed at all; no promise.
  boolean mayWrite();

  /// Returns for each change of a push, in their order, why it may not be made, in words for the
  /// one who asks; nothing where it may.
  List<Optional<String>> judge(List<RefChange> changes);

  /// Returns the limits that a push of these rights counts against; none unless there are some.
  ///
  /// @param push the id of the push that asks, which does not count against itself; may be empty
  default List<Allowance> allowances(String push) {
    return List.of();
  }

  /// Counts what a push keeps, durably; once, however often the same push is counted.
  default void charge(Charge charge) {}

  /// Writes down that a push was refused for lack of room.
  default void overQuota(String reason) {}

  /// What a push keeps.
  ///
  /// @param push its id; empty where it has none
  /// @param isOpen whether the push of an id may still be counted again
  record Charge(String push, long bytes, Predicate<String> isOpen) {}
}

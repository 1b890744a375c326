package dev.volary.remote.access.rules;

import dev.volary.remote.access.pattern.RefPattern;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What one section grants, and for which operations it cuts off the broader ones.
///
/// @param pattern the refs it speaks of; empty where it speaks of operations on volumes
/// @param exclusive the operations it cuts off, each with the line that says so
/// @param ends when it stops to hold
public record Section(
    Level level,
    Optional<RefPattern> pattern,
    List<Grant> grants,
    Map<Operation, Rule> exclusive,
    Optional<Instant> ends) {
  public Section {
    grants = List.copyOf(grants);
    exclusive = Map.copyOf(exclusive);
  }

  /// An operation granted to somebody.
  public record Grant(Operation operation, Set<Grantee> to, Rule rule) {
    public Grant {
      to = Set.copyOf(to);
    }
  }
}

package dev.volary.remote.access.rules;

import dev.volary.remote.access.pattern.RefPattern;
import java.util.Optional;
import java.util.Set;

/// A denial of the hub that nothing overrules.
///
/// @param pattern the refs it speaks of; empty for everything
public record Block(
    Optional<RefPattern> pattern, Set<Operation> operations, Set<Grantee> of, Rule rule) {
  public Block {
    operations = Set.copyOf(operations);
    of = Set.copyOf(of);
  }
}

package dev.volary.remote.access.rules;

import dev.volary.remote.access.pattern.RefPattern;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// A protection of refs: it holds for everybody, whatever is granted, until it is lifted.
///
/// @param noDelete what such a ref points to is not lost: neither deleted nor forced elsewhere
/// @param noForce such a ref is not forced elsewhere
/// @param only the only ones who may change such a ref at all; empty for no such limit
public record Guard(
    RefPattern pattern,
    boolean noDelete,
    boolean noForce,
    Optional<Set<Grantee>> only,
    Until until,
    Rule rule) {
  public Guard {
    only = only.map(Set::copyOf);
  }

  /// Whether it stops `operation` on `ref`, whoever asks.
  ///
  /// @param since when the ref came to point where it does, if that is known
  public boolean stops(Operation operation, String ref, Optional<Instant> since, Instant now) {
    boolean losing =
        operation == Operation.DELETE && noDelete
            || operation == Operation.FORCE && (noDelete || noForce);
    return losing && pattern.match(ref).isPresent() && until.holds(since, now);
  }

  /// Whether it stops `operation` on `ref` because `subject` is not among its few.
  public boolean stops(Operation operation, String ref, Subject subject, Instant now) {
    return isChange(operation)
        && only.isPresent()
        && only.get().stream().noneMatch(grantee -> grantee.benefits(subject))
        && pattern.match(ref).isPresent()
        && until.holds(Optional.empty(), now);
  }

  private static boolean isChange(Operation operation) {
    return switch (operation) {
      case CREATE, PUSH, FORCE, DELETE -> true;
      case READ, ADMIN, VOLUME_CREATE, VOLUME_DELETE, VOLUME_RENAME, GC, AUDIT_READ -> false;
    };
  }
}

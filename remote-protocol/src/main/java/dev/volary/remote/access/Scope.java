package dev.volary.remote.access;

import dev.volary.remote.access.pattern.RefPattern;
import dev.volary.remote.access.pattern.VolumePattern;
import dev.volary.remote.access.rules.Operation;
import dev.volary.remote.access.rules.Subject;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// What a token lets through of its owner's rights: it only ever takes away.
///
/// @param volumes the only volumes; empty for all
/// @param refs the only refs; empty for all. Operations on volumes are not limited by it
/// @param operations the only operations; empty for all
/// @param expires from when on it lets nothing through
public record Scope(
    Optional<Set<VolumePattern>> volumes,
    Optional<Set<RefPattern>> refs,
    Optional<Set<Operation>> operations,
    Optional<Instant> expires) {
  /// Everything its owner may do, for ever.
  public static final Scope WHOLE =
      new Scope(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  public Scope {
    volumes = volumes.map(Set::copyOf);
    refs = refs.map(Set::copyOf);
    operations = operations.map(Set::copyOf);
  }

  /// Whether nothing is let through any more.
  public boolean isExpired(Instant now) {
    return expires.map(end -> !now.isBefore(end)).orElse(false);
  }

  /// Whether an operation on a volume, or on a ref of it, is let through.
  boolean includes(Subject subject, String volume, Operation operation, Optional<String> ref) {
    return volumes.map(all -> all.stream().anyMatch(one -> one.matches(volume))).orElse(true)
        && operations.map(all -> all.contains(operation)).orElse(true)
        && (ref.isEmpty()
            || refs.map(all -> all.stream().anyMatch(one -> matches(one, subject, ref.get())))
                .orElse(true));
  }

  private static boolean matches(RefPattern pattern, Subject subject, String ref) {
    return pattern
        .match(ref)
        .filter(match -> match.user().isEmpty() || isNamed(subject, match.user().get()))
        .isPresent();
  }

  static boolean isNamed(Subject subject, String name) {
    return subject instanceof Subject.User user && user.name().equals(name);
  }
}

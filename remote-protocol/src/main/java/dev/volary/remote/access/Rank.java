package dev.volary.remote.access;

import dev.volary.remote.access.pattern.Specificity;
import dev.volary.remote.access.rules.Level;
import java.util.Comparator;
import java.util.Optional;

/// How closely a section speaks of a ref: by its pattern, and for equal patterns by its level,
/// because a volume knows its own better than its hub does.
///
/// @param specificity empty for operations on volumes, where the level alone counts
record Rank(Optional<Specificity> specificity, Level level) implements Comparable<Rank> {
  private static final Comparator<Rank> ORDER =
      Comparator.<Rank, Specificity>comparing(
              rank -> rank.specificity().orElse(new Specificity(false, 0, 0)))
          .thenComparing(Rank::level);

  @Override
  public int compareTo(Rank other) {
    return ORDER.compare(this, other);
  }
}

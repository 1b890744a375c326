package dev.volary.remote.access.pattern;

import java.util.Comparator;

/// How closely a pattern speaks of a name: exact is most, then the longer literal prefix, then the
/// fewer wildcards. Patterns that are equal in all three are equally specific.
public record Specificity(boolean exact, int prefixChars, int wildcards)
    implements Comparable<Specificity> {
  private static final Comparator<Specificity> ORDER =
      Comparator.comparing(Specificity::exact)
          .thenComparingInt(Specificity::prefixChars)
          .thenComparing(Comparator.comparingInt(Specificity::wildcards).reversed());

  static Specificity of(String bound) {
    int stars = (int) bound.chars().filter(c -> c == '*').count();
    return new Specificity(stars == 0, stars == 0 ? bound.length() : bound.indexOf('*'), stars);
  }

  /// The more specific is the greater.
  @Override
  public int compareTo(Specificity other) {
    return ORDER.compare(this, other);
  }
}

package dev.volary.remote.access.pattern;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;

/// A pattern for the names of volumes, namespace included: `team/pgdata`, `team/*`, `*` for all.
public final class VolumePattern {
  private final Glob glob;

  private VolumePattern(Glob glob) {
    this.glob = glob;
  }

  /// The pattern of this text; USAGE if it is none.
  public static VolumePattern of(String text) {
    if (text.contains("$")) {
      throw new VolaryException(Fault.USAGE, "'" + text + "' is no pattern for volumes: no ${…}");
    }
    return new VolumePattern(new Glob(text));
  }

  /// Whether a volume of this name is meant.
  public boolean matches(String volume) {
    return glob.match(volume).isPresent();
  }

  /// The text it was made of.
  public String text() {
    return glob.text();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof VolumePattern pattern && glob.equals(pattern.glob);
  }

  @Override
  public int hashCode() {
    return glob.hashCode();
  }

  @Override
  public String toString() {
    return glob.text();
  }
}

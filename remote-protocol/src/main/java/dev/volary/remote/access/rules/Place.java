package dev.volary.remote.access.rules;

import dev.volary.core.error.VolaryException;
import dev.volary.remote.access.config.ConfigLine;
import dev.volary.remote.access.pattern.RefPattern;
import java.util.List;
import java.util.Optional;

/// The section of `access.config` that an edit means: its kind, and the pattern in its heading.
///
/// @param pattern empty where the section has none
public record Place(Kind kind, Optional<String> pattern) {
  /// The kinds of sections.
  enum Kind {
    /// Grants on refs.
    ACCESS("access"),
    /// Grants on the volume.
    VOLUME("volume"),
    /// Protections of refs.
    PROTECT("protect"),
    /// Blocks of the hub.
    BLOCK("block");

    private final String section;

    Kind(String section) {
      this.section = section;
    }
  }

  /// Refuses what is no pattern; USAGE.
  public Place {
    pattern.ifPresent(text -> refs(kind, text));
  }

  /// Where grants on refs stand.
  public static Place access(String pattern) {
    return new Place(Kind.ACCESS, Optional.of(pattern));
  }

  /// Where grants on the volume stand.
  public static Place volume() {
    return new Place(Kind.VOLUME, Optional.empty());
  }

  /// Where protections stand.
  public static Place protect(String pattern) {
    return new Place(Kind.PROTECT, Optional.of(pattern));
  }

  /// Where blocks of refs stand, in the hub's rules.
  public static Place block(String pattern) {
    return new Place(Kind.BLOCK, Optional.of(pattern));
  }

  private static List<RefPattern> refs(Kind kind, String text) {
    return kind == Kind.ACCESS ? List.of(RefPattern.opening(text)) : RefPattern.restricting(text);
  }

  private List<RefPattern> refs() {
    return pattern.map(text -> refs(kind, text)).orElse(List.of());
  }

  /// Whether operations on refs belong here; else those on volumes.
  boolean isOfRefs() {
    return pattern.isPresent();
  }

  ConfigLine.Heading heading() {
    return ConfigLine.Heading.of(kind.section, pattern);
  }

  /// Whether a heading means exactly this, however it spells it.
  boolean is(ConfigLine.Heading heading) {
    return of(heading).map(other -> other.refs().equals(refs())).orElse(false);
  }

  /// Whether a heading means this or a part of it.
  boolean includes(ConfigLine.Heading heading) {
    return of(heading)
        .map(other ->
            other.pattern.isPresent() == pattern.isPresent() && refs().containsAll(other.refs()))
        .orElse(false);
  }

  private Optional<Place> of(ConfigLine.Heading heading) {
    if (!heading.section().equals(kind.section)) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Place(kind, heading.subsection()));
    } catch (VolaryException _) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return heading().raw();
  }
}

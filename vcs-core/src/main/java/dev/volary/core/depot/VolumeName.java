package dev.volary.core.depot;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import java.util.Locale;
import java.util.regex.Pattern;

/// The name of a volume in a depot: `[a-z0-9][a-z0-9_-]*`, at most 100 characters.
///
/// @param text the name itself
public record VolumeName(String text) implements Comparable<VolumeName> {
  private static final Pattern SHAPE = Pattern.compile("[a-z0-9][a-z0-9_-]{0,99}");

  public VolumeName {
    if (!isValid(text)) {
      throw new VolaryException(
          Fault.USAGE,
          "'%s' is no volume name: use a-z, 0-9, _ and -, beginning with a letter or digit"
              .formatted(text));
    }
  }

  /// Tells whether `text` can name a volume.
  public static boolean isValid(String text) {
    return SHAPE.matcher(text).matches();
  }

  /// Returns the nearest valid name for a folder called `folder`.
  public static VolumeName suggestedBy(String folder) {
    String name =
        folder.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_-]+", "-").replaceAll("^[-_]+", "");
    return new VolumeName(
        name.isEmpty() ? "volume" : name.substring(0, Math.min(100, name.length())));
  }

  @Override
  public int compareTo(VolumeName other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}

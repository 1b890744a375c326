package dev.volary.cli.docker.plugin.catalog;

import dev.volary.core.depot.VolumeName;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What Docker calls a volume, `VOLUME[.DIRECTORY][@REF]`, taken apart.
///
/// @param text all of it
/// @param volume the volume whose history it has
/// @param directory the top-level directory that serves as subvolume
/// @param ref the branch, tag, commit or time after `@`, as written
public record DockerName(
    String text, VolumeName volume, Optional<String> directory, Optional<String> ref) {
  private static final int MAX_LENGTH = 255;
  private static final Pattern SHAPE =
      Pattern.compile(
          "(?<volume>[a-z0-9][a-z0-9_-]*)(?:\\.(?<directory>[A-Za-z0-9_][A-Za-z0-9_.-]*))?"
              + "(?:@(?<ref>[^/\\p{Cntrl}]+))?");

  /// Takes `text` apart; USAGE where it can't be such a name. Nothing is looked up.
  public static DockerName parse(String text) {
    Matcher parts = SHAPE.matcher(text);
    if (text.length() > MAX_LENGTH || !parts.matches()) {
      throw new VolaryException(
          Fault.USAGE,
          "'%s' is no name of a volume here: write VOLUME, VOLUME@BRANCH (with ~ for /), VOLUME@TAG or VOLUME.DIRECTORY, VOLUME of a-z, 0-9, _ and -"
              .formatted(text.replaceAll("\\p{Cntrl}", "?")));
    }
    return new DockerName(
        text,
        new VolumeName(parts.group("volume")),
        Optional.ofNullable(parts.group("directory")),
        Optional.ofNullable(parts.group("ref")));
  }

  @Override
  public String toString() {
    return text;
  }
}

package dev.volary.cli.command.volume;

import dev.volary.cli.command.Invocation;
import dev.volary.core.depot.Suggestions;
import dev.volary.core.depot.VolumeName;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import java.io.IOException;

/// Finds the volume that a word names.
final class Named {
  private Named() {}

  /// Returns the name of an existing volume; NOT_FOUND with near misses for any other word.
  static VolumeName volume(Invocation call, String word) throws IOException {
    if (!VolumeName.isValid(word)) {
      throw new VolaryException(
          Fault.NOT_FOUND,
          "there is no volume '%s'%s"
              .formatted(word, Suggestions.hint(word, call.depot().volumes())));
    }
    VolumeName name = new VolumeName(word);
    call.depot().volume(name);
    return name;
  }
}

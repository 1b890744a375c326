package dev.volary.core.depot;

import dev.volary.core.io.ByteString;
import dev.volary.core.io.RawText;
import java.util.Optional;

/// A revision as a person writes it, `[VOLUME@]REV[:PATH]`, taken apart.
///
/// @param volume the part before `@`, if it has the shape of a volume's name
/// @param revision what Git would call the revision; empty where only the volume was named
/// @param path the part after `:`
public record RevisionText(
    Optional<VolumeName> volume, String revision, Optional<ByteString> path) {
  /// Takes `text` apart; nothing is looked up.
  public static RevisionText parse(String text) {
    int colon = outsideBraces(text, ':');
    String front = colon < 0 ? text : text.substring(0, colon);
    Optional<ByteString> path =
        colon < 0 ? Optional.empty() : Optional.of(RawText.encode(text.substring(colon + 1)));
    int at = front.indexOf('@');
    if (at > 0 && VolumeName.isValid(front.substring(0, at))) {
      // `pgdata@{TIME}` keeps its `@`: what stands in braces needs it.
      boolean time = front.startsWith("@{", at);
      String revision = front.substring(time ? at : at + 1);
      return new RevisionText(Optional.of(new VolumeName(front.substring(0, at))), revision, path);
    }
    return new RevisionText(Optional.empty(), front, path);
  }

  private static int outsideBraces(String text, char wanted) {
    int depth = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '{') {
        depth++;
      } else if (c == '}') {
        depth--;
      } else if (c == wanted && depth == 0) {
        return i;
      }
    }
    return -1;
  }
}

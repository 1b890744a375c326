package dev.volary.cli.command.contact;

import dev.volary.core.depot.VolumeName;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.io.ByteString;
import java.nio.file.Path;
import java.util.Locale;

/// The place of a remote as people type it.
public final class RemoteUrl {
  private RemoteUrl() {}

  /// Returns `typed` so that it means the same from everywhere: a path is taken from the directory
  /// `here`; USAGE where it is no place.
  public static String absolute(String typed, ByteString here) {
    int scheme = typed.indexOf("://");
    if (scheme < 0) {
      return Path.of(here.toString()).resolve(typed).normalize().toString();
    }
    return switch (typed.substring(0, scheme).toLowerCase(Locale.ROOT)) {
      case "http", "https", "file" -> typed;
      default ->
          throw new VolaryException(
              Fault.USAGE,
              "'%s' is no place of a volume: https://HOST/VOLUME, file:///DEPOT/VOLUME or the path DEPOT/VOLUME"
                  .formatted(typed));
    };
  }

  /// Returns what a volume is called here unless somebody says otherwise: the last word of its
  /// place.
  public static VolumeName volumeName(String url) {
    String plain = url.replaceFirst("[?#].*", "").replaceFirst("/+$", "");
    String last = plain.substring(plain.lastIndexOf('/') + 1);
    return VolumeName.suggestedBy(last.replaceFirst("\\.git$", ""));
  }
}

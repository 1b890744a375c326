package dev.volary.cli.command.contact;

import dev.volary.cli.command.Invocation;
import dev.volary.core.depot.Remote;
import dev.volary.core.depot.Remotes;
import dev.volary.core.depot.Volume;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import java.io.IOException;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/// A volume on a hub, as it was typed.
///
/// @param origin the hub's address, where the volume's was typed in full
/// @param name `NAMESPACE/NAME`; where rules are meant also `NAMESPACE/*` and `*`
public record HubVolume(Optional<String> origin, String name) {
  public static HubVolume of(String text) {
    return text.toLowerCase(Locale.ROOT).startsWith("http")
        ? new HubVolume(Optional.of(Place.originOf(text)), path(text))
        : new HubVolume(Optional.empty(), text);
  }

  /// Returns what the volume one stands in is pushed to; USAGE where that is no hub.
  public static HubVolume here(Invocation call) throws IOException {
    Optional<HubVolume> found = find(call);
    if (found.isEmpty()) {
      throw new VolaryException(
          Fault.USAGE,
          "%s is pushed to no hub: name the volume on the hub with --volume NAMESPACE/NAME"
              .formatted(call.volume().name()));
    }
    return found.get();
  }

  /// Returns what the volume one stands in is pushed to, if that is a hub.
  public static Optional<HubVolume> find(Invocation call) throws IOException {
    Volume volume = call.volume();
    return Remotes.of(volume)
        .find(Upstream.usual(volume))
        .filter(remote -> remote.fingerprint().isEmpty())
        .map(Remote::url)
        .filter(url -> url.toLowerCase(Locale.ROOT).startsWith("http"))
        .map(HubVolume::of);
  }

  private static String path(String url) {
    String path = String.valueOf(URI.create(url).getPath());
    return path.replaceFirst("^/+", "").replaceFirst("(\\.git)?/*$", "");
  }
}

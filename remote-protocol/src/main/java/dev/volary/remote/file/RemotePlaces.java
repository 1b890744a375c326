package dev.volary.remote.file;

import dev.volary.core.depot.Depot;
import dev.volary.core.depot.Surroundings;
import dev.volary.core.depot.VolumeName;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.Identity;
import dev.volary.remote.client.http.HttpSettings;
import dev.volary.remote.client.http.HttpTransport;
import dev.volary.remote.server.depot.DepotService;
import dev.volary.remote.wire.Transport;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Opens a way to the volume at an address: over HTTP, or to another depot on this machine.
///
/// @param surroundings what a local depot is opened with
/// @param who acts in a local depot
/// @param http how requests are carried
public record RemotePlaces(Surroundings surroundings, Identity who, HttpSettings http) {
  private static final String FILE = "file://";

  /// Opens `url`: `http(s)://HOST/VOLUME`, `file:///DEPOT/VOLUME` or the path `DEPOT/VOLUME`.
  ///
  /// @param fingerprint SHA-256 of the certificate the other side must show, if that identifies it
  public Transport open(String url, Optional<String> fingerprint) throws IOException {
    int scheme = url.indexOf("://");
    if (scheme < 0) {
      return local(Path.of(url), url);
    }
    return switch (url.substring(0, scheme).toLowerCase(Locale.ROOT)) {
      case "http", "https" -> new HttpTransport(url, fingerprint.map(http::pinned).orElse(http));
      case "file" -> local(Path.of(path(url)), url);
      default ->
          throw new VolaryException(
              Fault.USAGE,
              "'%s' is no place of a volume: https://HOST/VOLUME, file:///DEPOT/VOLUME or the path DEPOT/VOLUME"
                  .formatted(url));
    };
  }

  private static String path(String url) {
    try {
      String path = URI.create(url).getPath();
      if (path != null && url.startsWith(FILE + "/")) {
        return path;
      }
    } catch (IllegalArgumentException _) {
      // Told below.
    }
    throw new VolaryException(
        Fault.USAGE, "'%s' is no place on this machine: write file:///DEPOT/VOLUME".formatted(url));
  }

  private Transport local(Path place, String address) throws IOException {
    Path directory = place.toAbsolutePath().normalize();
    Path name = directory.getFileName();
    Path parent = directory.getParent();
    if (name == null || parent == null || !VolumeName.isValid(name.toString())) {
      throw new VolaryException(
          Fault.USAGE, "'%s' names no volume: write DEPOT/VOLUME".formatted(address));
    }
    Depot depot = Depot.open(parent, surroundings);
    return new LocalTransport(
        DepotService.forOwner(depot, who), List.of(name.toString()), address, depot);
  }
}

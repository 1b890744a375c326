package dev.volary.cli.command.contact;

import dev.volary.core.depot.VolumeName;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/// Where a volume of another depot is.
public sealed interface Place {
  /// A volume of a depot on this machine.
  ///
  /// @param depot the depot's directory
  record OnDisk(Path depot, String volume) implements Place {}

  /// A volume that a server offers.
  ///
  /// @param url its address
  /// @param fingerprint the certificate the server must show, if not one the system trusts
  record OnServer(String url, Optional<String> fingerprint) implements Place {
    /// Returns what credentials for it are kept under: scheme, host and port; for a peer its
    /// certificate, which stays when addresses change, and the volume, for each is shared by
    /// itself.
    public String origin() {
      String volume = url.substring(url.lastIndexOf('/') + 1);
      return fingerprint.map(hex -> "sha256:" + hex + "/" + volume).orElseGet(() -> originOf(url));
    }
  }

  /// Returns the place of a URL or path; USAGE where it is none.
  static Place of(String url, Optional<String> fingerprint) {
    String lower = url.toLowerCase(Locale.ROOT);
    if (lower.startsWith("http://") || lower.startsWith("https://")) {
      originOf(url);
      return new OnServer(url, fingerprint);
    }
    Path path = Path.of(lower.startsWith("file://") ? path(url) : url).normalize();
    Path depot = path.getParent();
    Path name = path.getFileName();
    if (!path.isAbsolute() || depot == null || name == null) {
      throw noPlace(url);
    }
    String volume = name.toString().replaceFirst("\\.git$", "");
    if (!VolumeName.isValid(volume)) {
      throw noPlace(url);
    }
    return new OnDisk(depot, volume);
  }

  /// Returns scheme, host and port of an HTTP address, the port always said.
  static String originOf(String url) {
    try {
      URI uri = URI.create(url);
      String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
      if (uri.getHost() != null && uri.getUserInfo() == null && scheme.startsWith("http")) {
        int usual = scheme.equals("https") ? 443 : 80;
        int port = uri.getPort() < 0 ? usual : uri.getPort();
        return "%s://%s:%d".formatted(scheme, uri.getHost().toLowerCase(Locale.ROOT), port);
      }
    } catch (IllegalArgumentException e) {
      throw noPlace(url);
    }
    throw noPlace(url);
  }

  private static String path(String url) {
    try {
      return String.valueOf(URI.create(url).getPath());
    } catch (IllegalArgumentException e) {
      throw noPlace(url);
    }
  }

  private static VolaryException noPlace(String url) {
    return new VolaryException(
        Fault.USAGE,
        "'%s' is no place of a volume: https://HOST/VOLUME, file:///DEPOT/VOLUME or the path DEPOT/VOLUME"
            .formatted(url));
  }
}

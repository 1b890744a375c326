package dev.volary.remote.client.http;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// Certificates of authorities in a file, in PEM, one after the other.
public final class Authorities {
  private static final long MAX_FILE_BYTES = 4 << 20;

  private Authorities() {}

  /// Returns what `file` holds; USAGE where it can't be read or holds none.
  public static List<Certificate> read(Path file) {
    try {
      if (Files.size(file) > MAX_FILE_BYTES) {
        throw none(file, "it is longer than 4 MiB");
      }
      try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
        Collection<? extends Certificate> found =
            CertificateFactory.getInstance("X.509").generateCertificates(in);
        if (found.isEmpty()) {
          throw none(file, "it is empty");
        }
        return List.copyOf(found);
      }
    } catch (IOException e) {
      throw none(file, "it can't be read: " + e.getMessage());
    } catch (CertificateException e) {
      throw none(file, "what stands there is no certificate: " + e.getMessage());
    }
  }

  private static VolaryException none(Path file, String problem) {
    return new VolaryException(
        Fault.USAGE,
        "%s holds no certificates of authorities in PEM: %s; name the file again with --ca-file or VOLARY_CA_FILE"
            .formatted(file, problem));
  }

  /// Returns what makes connections that trust those in `file`, and nobody else.
  static SSLContext context(Path file) {
    try {
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      int number = 0;
      for (Certificate each : read(file)) {
        trusted.setCertificateEntry("authority-" + number++, each);
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("every JDK has TLS", e);
    }
  }
}

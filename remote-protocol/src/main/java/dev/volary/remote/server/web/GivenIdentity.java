package dev.volary.remote.server.web;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/// A certificate that somebody else made, with its key, from two files in PEM.
///
/// @param certificate the server's own first, then those that lead to the authority
/// @param key in the clear; nobody but its owner and group may read it
public record GivenIdentity(Path certificate, Path key) {
  private static final long MAX_FILE_BYTES = 1 << 20;
  private static final char[] PASSWORD = "volary".toCharArray();

  /// Reads both; USAGE where they are not what they must be, or the certificate does not hold at
  /// `now`; NOT_PERMITTED where others may read the key.
  public TlsIdentity read(Instant now) throws IOException {
    List<Certificate> chain = chain();
    PrivateKey secret = secret();
    try {
      X509Certificate own = (X509Certificate) chain.getFirst();
      requireValid(own, now);
      requirePair(own, secret);
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, PASSWORD);
      store.setKeyEntry("volary", secret, PASSWORD, chain.toArray(Certificate[]::new));
      return TlsIdentity.of(store, PASSWORD, own);
    } catch (GeneralSecurityException e) {
      throw refused(
          certificate, "it can't be used with the key %s: %s".formatted(key, e.getMessage()));
    }
  }

  private List<Certificate> chain() throws IOException {
    requireShort(certificate);
    try (InputStream in = new BufferedInputStream(Files.newInputStream(certificate))) {
      List<Certificate> chain =
          List.copyOf(CertificateFactory.getInstance("X.509").generateCertificates(in));
      if (!chain.isEmpty()) {
        return chain;
      }
    } catch (CertificateException e) {
      throw refused(certificate, "it holds no certificate in PEM: " + e.getMessage());
    }
    throw refused(certificate, "it holds no certificate in PEM");
  }

  private PrivateKey secret() throws IOException {
    requireShort(key);
    if (Files.getPosixFilePermissions(key).contains(PosixFilePermission.OTHERS_READ)) {
      throw new VolaryException(
          Fault.NOT_PERMITTED,
          "others can read the key %s: `chmod 600` it, and have it replaced".formatted(key));
    }
    try (Reader in = Files.newBufferedReader(key);
        PEMParser parser = new PEMParser(in)) {
      JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
      for (Object next = parser.readObject(); next != null; next = parser.readObject()) {
        Optional<PrivateKey> found =
            switch (next) {
              case PEMKeyPair pair ->
                  Optional.of(converter.getPrivateKey(pair.getPrivateKeyInfo()));
              case PrivateKeyInfo alone -> Optional.of(converter.getPrivateKey(alone));
              default -> Optional.empty();
            };
        if (found.isPresent()) {
          return found.get();
        }
      }
    } catch (IOException e) {
      throw refused(key, "it holds no key in PEM: " + e.getMessage());
    }
    throw refused(key, "it holds no key in PEM, or one that a password protects");
  }

  private static void requireShort(Path file) throws IOException {
    if (!Files.isReadable(file) || Files.size(file) > MAX_FILE_BYTES) {
      throw refused(file, "it can't be read, or is longer than 1 MiB");
    }
  }

  private void requireValid(X509Certificate own, Instant now) {
    if (now.isAfter(own.getNotAfter().toInstant())) {
      throw refused(certificate, "it expired at " + own.getNotAfter().toInstant());
    }
  }

  private void requirePair(X509Certificate own, PrivateKey secret) throws GeneralSecurityException {
    String algorithm =
        switch (secret.getAlgorithm()) {
          case "EC" -> "SHA256withECDSA";
          case "RSA" -> "SHA256withRSA";
          default -> secret.getAlgorithm();
        };
    byte[] word = {1, 2, 3};
    Signature signature = Signature.getInstance(algorithm);
    signature.initSign(secret);
    signature.update(word);
    byte[] signed = signature.sign();
    signature.initVerify(own.getPublicKey());
    signature.update(word);
    if (!signature.verify(signed)) {
      throw refused(certificate, "it is not for the key " + key);
    }
  }

  private static VolaryException refused(Path file, String problem) {
    return new VolaryException(
        Fault.USAGE, "%s can't be what a server proves itself by: %s".formatted(file, problem));
  }
}

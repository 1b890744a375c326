package dev.volary.remote.file;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// Somebody who signs certificates, and their files.
final class TestAuthority {
  private final Path folder;
  private final X500Name name;
  private final KeyPair keys;
  private int serial = 1;

  /// A certificate and its key.
  record Issued(Path certificate, Path key) {}

  TestAuthority(Path folder, String name) {
    this.folder = folder;
    this.name = new X500Name("CN=" + name);
    this.keys = keys();
  }

  /// The file of its own certificate.
  Path file() throws IOException {
    Instant now = Instant.now();
    return pem(
        "authority-" + name.toString().replaceAll("\\W", ""),
        "CERTIFICATE",
        encoded(builder(name, keys.getPublic(), now.plus(Duration.ofDays(1))), true));
  }

  /// A certificate for a host, that holds until `end`, and its key.
  Issued issue(String host, Instant end) throws IOException {
    KeyPair own = keys();
    JcaX509v3CertificateBuilder builder = builder(new X500Name("CN=" + host), own.getPublic(), end);
    try {
      builder.addExtension(
          Extension.subjectAlternativeName,
          false,
          new GeneralNames(new GeneralName(GeneralName.dNSName, host)));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    String file = host + "-" + serial;
    Path certificate = pem(file, "CERTIFICATE", encoded(builder, false));
    Path key = pem(file + ".key", "PRIVATE KEY", own.getPrivate().getEncoded());
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    return new Issued(certificate, key);
  }

  private static KeyPair keys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private JcaX509v3CertificateBuilder builder(X500Name subject, PublicKey key, Instant end) {
    return new JcaX509v3CertificateBuilder(
        name,
        BigInteger.valueOf(++serial),
        Date.from(Instant.now().minus(Duration.ofDays(400))),
        Date.from(end),
        subject,
        key);
  }

  private byte[] encoded(JcaX509v3CertificateBuilder builder, boolean authority)
      throws IOException {
    try {
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
      var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate());
      X509Certificate made =
          new JcaX509CertificateConverter().getCertificate(builder.build(signer));
      return made.getEncoded();
    } catch (OperatorCreationException | GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private Path pem(String file, String kind, byte[] bytes) throws IOException {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
    return Files.writeString(
        folder.resolve(file + ".pem"),
        "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(kind, body, kind));
  }
}

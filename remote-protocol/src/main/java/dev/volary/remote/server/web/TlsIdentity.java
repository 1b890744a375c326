package dev.volary.remote.server.web;

import dev.volary.core.error.VolaryException;
import dev.volary.core.io.AtomicFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// A certificate with its key: a self-made one is known by its fingerprint, another by who signed
/// it.
///
/// @param context what TLS connections are made from
/// @param fingerprint SHA-256 of the certificate, 64 hexadecimal digits
/// @param selfMade whether nobody else has signed it
public record TlsIdentity(SSLContext context, String fingerprint, boolean selfMade) {
  private static final String FILE = "identity.p12";
  private static final String ALIAS = "volary";

  /// Files of this kind want a password; what keeps the key is the file's mode.
  private static final char[] PASSWORD = "volary".toCharArray();

  private static final Duration BACKDATED = Duration.ofDays(1);
  private static final Duration VALID = Duration.ofDays(36_500);
  private static final int MAX_FILE = 1 << 16;

  /// Returns the identity kept in `folder`, making folder and identity first where there is none.
  public static TlsIdentity in(Path folder, Instant now, SecureRandom random) throws IOException {
    Path file = folder.resolve(FILE);
    try {
      if (!Files.exists(file)) {
        PrivateFolder.make(folder);
        AtomicFile.publish(file, made(now, random));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      }
      return read(file);
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new IOException("cannot make a certificate", e);
    }
  }

  private static byte[] made(Instant now, SecureRandom random)
      throws GeneralSecurityException, OperatorCreationException, IOException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"), random);
    KeyPair keys = generator.generateKeyPair();
    X500Name name = new X500Name("CN=volary");
    var builder =
        new JcaX509v3CertificateBuilder(
            name,
            new BigInteger(127, random).add(BigInteger.ONE),
            Date.from(now.minus(BACKDATED)),
            Date.from(now.plus(VALID)),
            name,
            keys.getPublic());
    var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate());
    X509Certificate certificate =
        new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, PASSWORD);
    store.setKeyEntry(ALIAS, keys.getPrivate(), PASSWORD, new Certificate[] {certificate});
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    store.store(out, PASSWORD);
    return out.toByteArray();
  }

  private static TlsIdentity read(Path file) throws IOException, GeneralSecurityException {
    if (Files.size(file) > MAX_FILE) {
      throw VolaryException.corrupt(file.toString(), "it is too long");
    }
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(new ByteArrayInputStream(Files.readAllBytes(file)), PASSWORD);
    Certificate certificate = store.getCertificate(ALIAS);
    if (certificate == null) {
      throw VolaryException.corrupt(file.toString(), "it holds no certificate");
    }
    return of(store, PASSWORD, certificate);
  }

  /// The identity whose key and certificate are in `store`.
  static TlsIdentity of(KeyStore store, char[] password, Certificate certificate)
      throws GeneralSecurityException {
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, password);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    boolean selfMade =
        certificate instanceof X509Certificate own
            && own.getIssuerX500Principal().equals(own.getSubjectX500Principal());
    return new TlsIdentity(context, fingerprint(certificate), selfMade);
  }

  private static String fingerprint(Certificate certificate) throws GeneralSecurityException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    return HexFormat.of().formatHex(digest.digest(certificate.getEncoded()));
  }
}

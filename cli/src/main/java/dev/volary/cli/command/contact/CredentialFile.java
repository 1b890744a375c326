package dev.volary.cli.command.contact;

import dev.volary.core.depot.Depot;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.config.ConfigFile;
import dev.volary.core.history.config.SettingKey;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The tokens kept in a depot, one an origin, in a file that only its owner may read.
///
/// @param depot the depot's directory, which only its owner may enter
public record CredentialFile(Path depot) {
  private static final String SECTION = "credential";
  private static final String TOKEN = "token";
  private static final String FINGERPRINT = "fingerprint";
  private static final String AUTHORITIES = "caFile";
  private static final String NONCE = "nonce";
  private static final int NONCE_BYTES = 16;
  private static final Set<PosixFilePermission> OWN = PosixFilePermissions.fromString("rw-------");

  /// The credentials of `depot`.
  public static CredentialFile of(Depot depot) {
    return new CredentialFile(depot.layout().directory());
  }

  private Path file() {
    return depot.resolve("credentials");
  }

  /// Returns the token kept for an origin; NOT_PERMITTED where others could read the file.
  public Optional<String> find(String origin) throws IOException {
    if (!Files.exists(file())) {
      return Optional.empty();
    }
    Set<PosixFilePermission> open = EnumSet.copyOf(Files.getPosixFilePermissions(file()));
    open.removeAll(OWN);
    if (!open.isEmpty()) {
      throw new VolaryException(
          Fault.NOT_PERMITTED,
          "others can read the tokens in %s: `chmod 600` it, and have those tokens replaced"
              .formatted(file()));
    }
    return ConfigFile.read(file()).get(key(origin));
  }

  /// Returns the certificate that an origin showed who was logged in to, if the system knows none.
  public Optional<String> fingerprint(String origin) {
    return ConfigFile.read(file()).get(new SettingKey(SECTION, Optional.of(origin), FINGERPRINT));
  }

  /// Returns the file of authorities that was given for an origin.
  public Optional<Path> authorities(String origin) {
    return ConfigFile.read(file())
        .get(new SettingKey(SECTION, Optional.of(origin), AUTHORITIES))
        .map(Path::of);
  }

  /// Returns the origins that tokens are kept for.
  public List<String> origins() {
    return ConfigFile.read(file()).list().stream()
        .filter(setting -> setting.key().section().equals(SECTION))
        .filter(setting -> setting.key().name().equals(TOKEN))
        .flatMap(setting -> setting.key().subsection().stream())
        .distinct()
        .sorted()
        .toList();
  }

  /// Keeps a token for an origin in place of the one there.
  public void put(String origin, String token) throws IOException {
    ConfigFile config = own();
    config.set(key(origin), token);
    config.setAll(new SettingKey(SECTION, Optional.of(origin), NONCE), List.of());
    close();
  }

  /// Returns a word drawn for the exchange of an invitation of `origin`, kept until a token is: the
  /// same one if the exchange was begun before and its end is not known.
  public String nonce(String origin, SecureRandom random) throws IOException {
    ConfigFile config = own();
    SettingKey key = new SettingKey(SECTION, Optional.of(origin), NONCE);
    Optional<String> begun = config.get(key);
    if (begun.isPresent()) {
      return begun.get();
    }
    byte[] drawn = new byte[NONCE_BYTES];
    random.nextBytes(drawn);
    String nonce = HexFormat.of().formatHex(drawn);
    config.set(key, nonce);
    close();
    return nonce;
  }

  /// Keeps the certificate that an origin must show from now on.
  public void pin(String origin, String fingerprint) throws IOException {
    ConfigFile config = own();
    config.set(new SettingKey(SECTION, Optional.of(origin), FINGERPRINT), fingerprint);
    close();
  }

  /// Keeps the file of authorities one of which must have signed an origin's certificate.
  public void trust(String origin, Path authorities) throws IOException {
    ConfigFile config = own();
    // A pin would go on to be asked for, which the new certificate does not meet.
    SettingKey pin = new SettingKey(SECTION, Optional.of(origin), FINGERPRINT);
    if (config.get(pin).isPresent()) {
      config.unset(pin);
    }
    config.set(new SettingKey(SECTION, Optional.of(origin), AUTHORITIES), authorities.toString());
    close();
  }

  /// Forgets the token of an origin and returns whether there was one.
  public boolean remove(String origin) throws IOException {
    if (!Files.exists(file())) {
      return false;
    }
    ConfigFile config = own();
    boolean known = config.get(key(origin)).isPresent();
    if (known) {
      config.unset(key(origin));
      close();
    }
    return known;
  }

  private ConfigFile own() throws IOException {
    try {
      Files.createFile(file(), PosixFilePermissions.asFileAttribute(OWN));
    } catch (FileAlreadyExistsException e) {
      close();
    }
    return ConfigFile.read(file());
  }

  /// A published file is a new one; the depot's directory keeps others out in between.
  private void close() throws IOException {
    Files.setPosixFilePermissions(file(), OWN);
  }

  private static SettingKey key(String origin) {
    return new SettingKey(SECTION, Optional.of(origin), TOKEN);
  }
}

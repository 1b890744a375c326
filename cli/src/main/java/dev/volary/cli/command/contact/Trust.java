package dev.volary.cli.command.contact;

import dev.volary.cli.command.Invocation;
import dev.volary.core.depot.DepotLayout;
import dev.volary.core.depot.DepotSettings;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.remote.client.http.HttpSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// What a server must prove itself by: one certificate, or one that somebody signed.
///
/// @param fingerprint the one certificate; it goes before all else
/// @param authorities the file of those whose signatures count; nothing for whom the JDK trusts
public record Trust(Optional<String> fingerprint, Optional<Path> authorities) {
  private static final String VARIABLE = "VOLARY_CA_FILE";

  /// Returns what holds for an origin: what was given now, else the environment, what was given
  /// when it was logged in to, and the settings.
  public static Trust of(Invocation call, String origin, Trust given) throws IOException {
    if (given.fingerprint.isPresent() || given.authorities.isPresent()) {
      return given;
    }
    Map<String, String> environment = call.surroundings().environment();
    CredentialFile kept = new CredentialFile(call.depotDirectory());
    String variable = environment.getOrDefault(VARIABLE, "");
    Optional<Path> authorities =
        (variable.isEmpty() ? Optional.<Path>empty() : Optional.of(Path.of(variable)))
            .or(() -> kept.authorities(origin))
            .or(() ->
                new DepotSettings(new DepotLayout(call.depotDirectory()).configFile())
                    .authorities(environment));
    return new Trust(kept.fingerprint(origin), authorities);
  }

  /// Returns `settings` with this.
  public HttpSettings on(HttpSettings settings) {
    if (fingerprint.isPresent()) {
      return settings.pinned(fingerprint.get());
    }
    return authorities.map(settings::trusting).orElse(settings);
  }

  /// Keeps what was given for an origin; USAGE where both were.
  public void keep(CredentialFile kept, String origin) throws IOException {
    if (fingerprint.isPresent() && authorities.isPresent()) {
      throw new VolaryException(
          Fault.USAGE, "--fingerprint and --ca-file exclude each other: one certificate, or many");
    }
    if (fingerprint.isPresent()) {
      kept.pin(origin, fingerprint.get());
    }
    if (authorities.isPresent()) {
      kept.trust(origin, authorities.get());
    }
  }
}

package dev.volary.cli.command.contact;

import dev.volary.cli.command.Invocation;
import dev.volary.core.depot.Remote;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.remote.client.http.Authorities;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/// The option that names those whose signatures under certificates count.
public final class CaFile {
  @Option(
      names = "--ca-file",
      paramLabel = "FILE",
      description =
          "certificates (PEM), one of which must have signed the server's from now on (default:"
              + " VOLARY_CA_FILE, http.caFile, else whom Java trusts)")
  private Optional<Path> file = Optional.empty();

  /// Keeps what was given, if anything, for the server of a remote; USAGE where it has none, or a
  /// certificate that is known.
  public void keep(Invocation call, Remote remote) throws IOException {
    Optional<Path> given = path(call);
    if (given.isEmpty()) {
      return;
    }
    if (!(Place.of(remote.url(), remote.fingerprint()) instanceof Place.OnServer server)) {
      throw new VolaryException(
          Fault.USAGE, "--ca-file is for https:// addresses: leave it out for " + remote.url());
    }
    new Trust(remote.fingerprint(), given)
        .keep(CredentialFile.of(call.depotOrNew()), server.origin());
  }

  /// Returns the file, absolute; USAGE where it holds no certificate.
  public Optional<Path> path(Invocation call) {
    Optional<Path> absolute =
        file.map(typed -> Path.of(call.here().toString()).resolve(typed).normalize());
    absolute.ifPresent(Authorities::read);
    return absolute;
  }
}

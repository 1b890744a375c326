package dev.volary.cli.command.contact;

import dev.volary.cli.command.Invocation;
import dev.volary.core.depot.Depot;
import dev.volary.core.depot.Remote;
import dev.volary.core.depot.Remotes;
import dev.volary.core.depot.Volume;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.Identity;
import dev.volary.remote.client.http.Credentials;
import dev.volary.remote.client.http.HttpSettings;
import dev.volary.remote.client.http.HttpTransport;
import dev.volary.remote.file.LocalTransport;
import dev.volary.remote.server.depot.DepotService;
import dev.volary.remote.wire.Transport;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Opens ways to volumes of other depots.
public final class Contact {
  private final Invocation call;

  /// @param call whose depot holds the credentials
  public Contact(Invocation call) {
    this.call = call;
  }

  /// Opens a way to the volume a remote stands for; the caller closes it.
  public Transport open(Remote remote) throws IOException {
    return open(remote, url -> {});
  }

  /// As [#open(Remote)], for a remote of `volume`, which remembers where a peer moved to.
  public Transport open(Volume volume, Remote remote) throws IOException {
    return open(
        remote,
        url -> Remotes.of(volume).change(new Remote(remote.name(), url, remote.fingerprint())));
  }

  /// Opens a way to a hub itself, by the address of it or of one of its volumes.
  public Transport openHub(String url) throws IOException {
    return onServer(new Place.OnServer(Place.originOf(url), Optional.empty()));
  }

  private Transport open(Remote remote, Consumer<String> moved) throws IOException {
    return switch (Place.of(remote.url(), remote.fingerprint())) {
      case Place.OnDisk disk -> onDisk(disk);
      case Place.OnServer server when server.fingerprint().isPresent() ->
          new MovingPeer(server, this::onServer, moved);
      case Place.OnServer server -> onServer(server);
    };
  }

  /// Returns what is shown to the server of `place`.
  public Optional<Token> token(Place.OnServer place) throws IOException {
    return Token.of(
        call.surroundings().environment(),
        new CredentialFile(call.depotDirectory()),
        place.origin());
  }

  private Transport onDisk(Place.OnDisk place) throws IOException {
    Depot depot;
    try {
      depot = Depot.open(place.depot(), call.surroundings());
    } catch (VolaryException e) {
      if (e.fault() != Fault.NOT_FOUND) {
        throw e;
      }
      throw new VolaryException(
          Fault.NOT_FOUND,
          "there is no depot at %s: write DEPOT/VOLUME, the depot's directory first"
              .formatted(place.depot()),
          e);
    }
    Identity owner = depot.settings().author(call.surroundings().environment());
    return new LocalTransport(
        DepotService.forOwner(depot, owner),
        List.of(place.volume()),
        place.depot().resolve(place.volume()).toString(),
        depot);
  }

  private Transport onServer(Place.OnServer place) throws IOException {
    Optional<Token> token = token(place);
    HttpSettings settings = HttpSettings.DEFAULT;
    if (token.isPresent()) {
      settings = settings.as(new Credentials.Bearer(token.get().secret()));
    }
    Trust given = new Trust(place.fingerprint(), Optional.empty());
    settings = Trust.of(call, place.origin(), given).on(settings);
    return new NamedAsker(new HttpTransport(place.url(), settings), asker(place, token));
  }

  private static String asker(Place.OnServer place, Optional<Token> token) {
    return token
        .map(known -> "you asked with " + known + "; `volary whoami URL` tells whether it is valid")
        .orElse("you asked as nobody; `volary login %s` proves who you are".formatted(place.url()));
  }
}

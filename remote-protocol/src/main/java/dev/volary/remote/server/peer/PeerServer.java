package dev.volary.remote.server.peer;

import dev.volary.core.depot.Depot;
import dev.volary.core.depot.VolumeName;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.RefName;
import dev.volary.remote.discovery.LocalNetwork;
import dev.volary.remote.message.peer.Invitation;
import dev.volary.remote.server.Endpoint;
import dev.volary.remote.server.ServerLog;
import dev.volary.remote.server.VolumeEndpoint;
import dev.volary.remote.server.VolumeFinder;
import dev.volary.remote.server.depot.DepotService;
import dev.volary.remote.server.fetch.FetchLimits;
import dev.volary.remote.server.push.PushLimits;
import dev.volary.remote.server.web.Listen;
import dev.volary.remote.server.web.TlsIdentity;
import dev.volary.remote.server.web.WebLimits;
import dev.volary.remote.server.web.WebServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A depot that shares volumes with whom one has invited, over TLS; runs until closed.
public final class PeerServer implements AutoCloseable {
  private final GuestBook guests;
  private final TlsIdentity identity;
  private final WebServer server;
  private final LocalNetwork.@Nullable Announcement announcement;

  private PeerServer(
      GuestBook guests,
      TlsIdentity identity,
      WebServer server,
      LocalNetwork.@Nullable Announcement announcement) {
    this.guests = guests;
    this.identity = identity;
    this.server = server;
    this.announcement = announcement;
  }

  /// What to share, and how.
  ///
  /// @param volumes the volumes, each of which must exist
  /// @param writable whether those let in may push
  /// @param host the address to listen on
  /// @param port the port, or 0 for any free one
  /// @param until when sharing ends by itself
  /// @param announced whether the local network is told
  public record Sharing(
      List<VolumeName> volumes,
      boolean writable,
      String host,
      int port,
      Optional<Instant> until,
      boolean announced) {
    public Sharing {
      volumes = List.copyOf(volumes);
      if (volumes.isEmpty()) {
        throw new VolaryException(Fault.USAGE, "name at least one volume to share");
      }
    }
  }

  /// Starts sharing; NOT_FOUND where a volume does not exist.
  public static PeerServer start(Depot depot, Sharing sharing, ServerLog log) throws IOException {
    Map<VolumeName, Boolean> shared = new HashMap<>();
    for (VolumeName volume : sharing.volumes()) {
      depot.volume(volume);
      shared.put(volume, sharing.writable());
    }
    var world = depot.surroundings();
    TlsIdentity identity =
        TlsIdentity.in(GuestBook.folder(depot), world.clock().instant(), world.random());
    GuestBook guests = new GuestBook(depot);
    PeerGate gate = new PeerGate(guests, shared, volume -> defaultBranch(depot, volume));
    Endpoint volumes =
        new VolumeEndpoint(
            depot,
            VolumeFinder.BY_NAME,
            gate,
            DepotService.routes(depot, FetchLimits.DEFAULTS, PushLimits.DEFAULTS));
    Endpoint endpoint = new PeerEndpoint(guests, volumes, world.clock(), sharing.until());
    Listen listen = new Listen(sharing.host(), sharing.port(), Optional.of(identity), false);
    WebServer server = WebServer.start(listen, endpoint, WebLimits.DEFAULTS, log);
    try {
      LocalNetwork.@Nullable Announcement announcement =
          sharing.announced() ? LocalNetwork.announce(identity.fingerprint(), server.port()) : null;
      return new PeerServer(guests, identity, server, announcement);
    } catch (IOException | RuntimeException e) {
      server.close();
      throw e;
    }
  }

  private static RefName defaultBranch(Depot depot, VolumeName volume) {
    try {
      return depot.volume(volume).history().refs().defaultBranch();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Invites one peer to a volume, for so long.
  public Invitation invite(VolumeName volume, Duration valid) throws IOException {
    String secret = guests.invite(volume, valid);
    return new Invitation(
        identity.fingerprint(), addresses(), server.port(), volume.text(), secret);
  }

  /// Where it can be reached: at all addresses of the machine only if it listens on all.
  private List<String> addresses() throws IOException {
    return InetAddress.getByName(server.host()).isAnyLocalAddress()
        ? LocalNetwork.addresses()
        : List.of(server.host());
  }

  /// Returns what it proves itself by.
  public String fingerprint() {
    return identity.fingerprint();
  }

  /// Returns the port it listens on.
  public int port() {
    return server.port();
  }

  /// Stops sharing; who was let in is let in again by the next server of this depot.
  @Override
  public void close() {
    if (announcement != null) {
      announcement.close();
    }
    server.close();
  }
}

package dev.volary.cli.command.hub;

import dev.volary.cli.command.Invocation;
import dev.volary.cli.output.Output;
import dev.volary.core.depot.Depot;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.io.ByteString;
import dev.volary.core.io.RawText;
import dev.volary.core.linux.Linux;
import dev.volary.remote.server.ServerLog;
import dev.volary.remote.server.fetch.FetchLimits;
import dev.volary.remote.server.hub.Hub;
import dev.volary.remote.server.hub.api.HubService;
import dev.volary.remote.server.hub.webhook.WebhookDispatcher;
import dev.volary.remote.server.hub.webhook.WebhookLimits;
import dev.volary.remote.server.push.PushLimits;
import dev.volary.remote.server.web.GivenIdentity;
import dev.volary.remote.server.web.Listen;
import dev.volary.remote.server.web.TlsIdentity;
import dev.volary.remote.server.web.WebLimits;
import dev.volary.remote.server.web.WebServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// A hub that answers, until closed.
public final class HubServing implements AutoCloseable {
  private final Depot depot;
  private final WebServer server;
  private final WebhookDispatcher webhooks;
  private final Optional<TlsIdentity> identity;

  private HubServing(Hub hub, WebServer server, Optional<TlsIdentity> identity) {
    this.depot = hub.depot();
    this.server = server;
    this.webhooks = hub.webhooks().start(WebhookLimits.DEFAULTS);
    this.identity = identity;
  }

  /// Where a hub listens.
  ///
  /// @param address nothing for all of this machine, or itself alone where it speaks plain HTTP
  /// @param plain whether it does without TLS
  /// @param given a certificate in place of the hub's own
  public record At(
      Optional<String> address, int port, boolean plain, Optional<GivenIdentity> given) {
    String host() {
      return address.orElse(plain ? "127.0.0.1" : "0.0.0.0");
    }
  }

  /// Starts the hub of a directory; beyond this machine without TLS only where the address was
  /// named, too.
  public static HubServing start(Invocation call, String directory, At at, ServerLog log)
      throws IOException {
    Depot depot = Depot.open(place(call, directory), call.surroundings());
    try {
      Hub hub = Hub.open(depot);
      requireUsers(hub);
      Optional<TlsIdentity> identity =
          at.plain() ? Optional.empty() : Optional.of(identity(hub, at.given()));
      Listen listen = new Listen(at.host(), at.port(), identity, at.plain());
      WebServer server =
          WebServer.start(
              listen,
              HubService.of(hub, FetchLimits.DEFAULTS, PushLimits.DEFAULTS),
              WebLimits.DEFAULTS,
              log);
      return new HubServing(hub, server, identity);
    } catch (IOException | RuntimeException e) {
      depot.close();
      throw e;
    }
  }

  private static void requireUsers(Hub hub) throws IOException {
    if (!hub.isGoverned(hub.accounts().people())) {
      throw new VolaryException(
          Fault.CONFLICT,
          "nobody administers this hub: its access.config grants admin to no user there is");
    }
  }

  private static TlsIdentity identity(Hub hub, Optional<GivenIdentity> given) throws IOException {
    return given.isPresent()
        ? given.get().read(hub.depot().surroundings().clock().instant())
        : identity(hub);
  }

  /// The certificate of a hub, made where there is none.
  static TlsIdentity identity(Hub hub) throws IOException {
    var world = hub.depot().surroundings();
    return TlsIdentity.in(hub.identity(), world.clock().instant(), world.random());
  }

  /// The directory that was typed, absolute.
  static Path place(Invocation call, String directory) {
    ByteString typed = RawText.encode(directory);
    ByteString slash = ByteString.utf8("/");
    ByteString whole = typed.startsWith(slash) ? typed : call.here().plus(slash).plus(typed);
    return Linux.path(whole).normalize();
  }

  /// Says where it is and how people log in.
  public void print(Output output) {
    Optional<String> fingerprint = identity.map(TlsIdentity::fingerprint);
    // Who signed the certificate vouches for it; nobody does for one that is self-made.
    Optional<String> needed = identity.filter(TlsIdentity::selfMade).map(TlsIdentity::fingerprint);
    String url =
        "%s://%s:%d"
            .formatted(fingerprint.isPresent() ? "https" : "http", server.host(), server.port());
    if (output.mode().json()) {
      output.json(
          "volary.serve-hub/1",
          json -> json.put("url", url).put("port", server.port()).put("fingerprint", fingerprint));
    } else if (output.mode().quiet()) {
      output.line(url);
    } else {
      output.line("hub at " + url);
      fingerprint.ifPresent(hex -> output.line("fingerprint " + hex));
      output.talk("people log in with `" + Secrets.login(url, needed) + "`; Ctrl-C ends it");
    }
    output.flush();
  }

  @Override
  public void close() {
    server.close();
    webhooks.close();
    depot.close();
  }
}

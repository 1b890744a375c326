package dev.volary.remote.server.hub;

import dev.volary.core.error.VolaryException;
import dev.volary.core.history.RefName;
import dev.volary.remote.message.TransferLimits;
import dev.volary.remote.message.json.JsonObject;
import dev.volary.remote.server.Answers;
import dev.volary.remote.server.Endpoint;
import dev.volary.remote.server.Exchange;
import dev.volary.remote.server.VolumeEndpoint;
import dev.volary.remote.server.VolumeFinder;
import dev.volary.remote.server.VolumeRoute;
import dev.volary.remote.server.WatchedExchange;
import dev.volary.remote.server.hub.people.Login;
import dev.volary.remote.wire.Problem;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Serves the volumes of a hub, and writes down who read what and was denied what.
public final class HubEndpoint implements Endpoint {
  /// Finds `NAMESPACE/NAME`, also with `.git` behind.
  static final VolumeFinder BY_NAME = HubEndpoint::find;

  private static final String BASE = "volary/" + TransferLimits.VERSION + "/";

  /// What begins to hand out history or data.
  private static final Set<String> READS = Set.of("POST " + BASE + "fetch", "POST git-upload-pack");

  private final Hub hub;
  private final Map<String, VolumeRoute> routes;

  /// @param routes what answers at each address below a volume
  public HubEndpoint(Hub hub, Map<String, VolumeRoute> routes) {
    this.hub = hub;
    this.routes = Map.copyOf(routes);
  }

  @Override
  public void handle(Exchange exchange) throws IOException {
    HubRequest request = HubRequest.of(hub, exchange.peer());
    HubGate gate = new HubGate(request);
    WatchedExchange watched = new WatchedExchange(exchange);
    if (!made(request, gate, watched)) {
      new VolumeEndpoint(hub.depot(), BY_NAME, gate, audited(request, gate)).handle(watched);
      denied(request, gate, watched);
    }
  }

  /// Makes a volume for its first push, where it is not there and the rules let it be made; to
  /// everybody else this address is one that does not exist.
  private boolean made(HubRequest request, HubGate gate, Exchange exchange) throws IOException {
    Optional<VolumeFinder.Found> found = find(exchange.path());
    boolean asked =
        exchange.method().equals("POST")
            && found.isPresent()
            && String.join("/", found.get().rest()).equals(BASE + "create");
    if (!asked || gate.principal(exchange).isEmpty()) {
      return false;
    }
    Login login = gate.known().orElse(Login.ANONYMOUS);
    HubVolumeName name = HubVolumeName.parse(found.orElseThrow().shown());
    try {
      NewVolume volume =
          new NewVolume(
              name, new RefName(exchange.query().getOrDefault("branch", "refs/heads/main")));
      if (login.isAnonymous() || !volume.verdict(hub, login).isAllowed() || volume.isThere(hub)) {
        return false;
      }
      if (!exchange.query().containsKey("dry-run")) {
        volume.make(request, login);
      }
      Answers.done(exchange);
    } catch (VolaryException e) {
      Answers.problem(exchange, Problem.of(e));
    }
    return true;
  }

  /// Writes down what was refused to somebody known; to others it is a question for credentials.
  private void denied(HubRequest request, HubGate gate, WatchedExchange exchange)
      throws IOException {
    if (exchange.status() == 403 || exchange.status() == 404) {
      Optional<Login> who = gate.known();
      if (who.isPresent() && !who.get().isAnonymous()) {
        String path = String.join("/", exchange.path());
        JsonObject facts =
            JsonObject.EMPTY
                .with("method", exchange.method())
                .with("path", path.substring(0, Math.min(500, path.length())))
                .with("status", exchange.status());
        request.audit("denied", who.get(), facts);
      }
    }
  }

  /// The same routes, which write down who begins to read.
  private Map<String, VolumeRoute> audited(HubRequest request, HubGate gate) {
    Map<String, VolumeRoute> audited = new TreeMap<>(routes);
    for (String address : READS) {
      audited.computeIfPresent(
          address,
          (_, route) ->
              (exchange, view) -> {
                Login who = gate.known().orElse(Login.ANONYMOUS);
                request.audit("read", who, JsonObject.EMPTY.with("volume", view.shown()));
                route.answer(exchange, view);
              });
    }
    return audited;
  }

  private static Optional<VolumeFinder.Found> find(List<String> path) {
    if (path.size() < 2) {
      return Optional.empty();
    }
    String last = path.get(1);
    String name = last.endsWith(".git") ? last.substring(0, last.length() - ".git".length()) : last;
    return HubVolumeName.of(path.get(0), name)
        .map(volume ->
            new VolumeFinder.Found(
                volume.inDepot(), volume.toString(), path.subList(2, path.size())));
  }
}

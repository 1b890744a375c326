package dev.volary.remote.server;

import dev.volary.core.depot.Depot;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.remote.wire.Problem;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Serves the volumes of a depot: finds the volume, asks the gate, hands on.
///
/// What may not be seen is answered like what does not exist; to who gave no credentials, both are
/// a question for them.
public final class VolumeEndpoint implements Endpoint {
  private final Depot depot;
  private final VolumeFinder finder;
  private final Gate gate;
  private final Map<String, VolumeRoute> routes;

  /// @param routes what answers, by method and path below the volume with `*` for one segment, such
  ///   as `POST volary/1/fetch/*/objects`
  public VolumeEndpoint(
      Depot depot, VolumeFinder finder, Gate gate, Map<String, VolumeRoute> routes) {
    this.depot = depot;
    this.finder = finder;
    this.gate = gate;
    this.routes = Map.copyOf(routes);
  }

  @Override
  public void handle(Exchange exchange) throws IOException {
    WatchedExchange watched = new WatchedExchange(exchange);
    try {
      answer(watched);
    } catch (VolaryException e) {
      if (watched.hasBegun()) {
        throw new IOException("the answer was cut: " + e.getMessage(), e);
      }
      Answers.problem(watched, Problem.of(e));
    }
  }

  private void answer(Exchange exchange) throws IOException {
    Optional<Principal> who = gate.principal(exchange);
    if (who.isEmpty()) {
      Answers.problem(exchange, unauthorized("the credentials are not valid, or no longer"));
      return;
    }
    Optional<VolumeFinder.Found> found = finder.find(exchange.path());
    Optional<VolumeView> view = found.isEmpty() ? Optional.empty() : view(who.get(), found.get());
    if (view.isPresent()) {
      route(exchange, found.orElseThrow().rest()).answer(exchange, view.get());
    } else if (who.get().anonymous()) {
      Answers.problem(exchange, unauthorized("log in to see what is here"));
    } else {
      throw new VolaryException(
          Fault.NOT_FOUND, "there is no such volume here, or not for you: check its name");
    }
  }

  private static Problem unauthorized(String detail) {
    return new Problem(401, Fault.NOT_PERMITTED, detail, List.of());
  }

  private Optional<VolumeView> view(Principal who, VolumeFinder.Found found) throws IOException {
    Optional<Rights> rights = gate.rights(who, found.name());
    if (rights.isEmpty() || !depot.volumes().contains(found.name())) {
      return Optional.empty();
    }
    return Optional.of(
        new VolumeView(depot, depot.volume(found.name()), found.shown(), who, rights.get()));
  }

  private VolumeRoute route(Exchange exchange, List<String> rest) {
    for (Map.Entry<String, VolumeRoute> entry : routes.entrySet()) {
      if (matches(entry.getKey(), exchange.method(), rest)) {
        return entry.getValue();
      }
    }
    throw new VolaryException(
        Fault.NOT_FOUND, "a volume has no such address: the other side may be of another version");
  }

  private static boolean matches(String pattern, String method, List<String> rest) {
    int space = pattern.indexOf(' ');
    String[] segments = pattern.substring(space + 1).split("/", -1);
    if (!pattern.substring(0, space).equals(method) || segments.length != rest.size()) {
      return false;
    }
    for (int i = 0; i < segments.length; i++) {
      if (!segments[i].equals("*") && !segments[i].equals(rest.get(i))) {
        return false;
      }
    }
    return true;
  }
}

package dev.volary.remote.server.hub.api;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.remote.message.TransferLimits;
import dev.volary.remote.message.json.JsonObject;
import dev.volary.remote.server.Answers;
import dev.volary.remote.server.Endpoint;
import dev.volary.remote.server.Exchange;
import dev.volary.remote.server.hub.Hub;
import dev.volary.remote.server.hub.HubGate;
import dev.volary.remote.server.hub.HubRequest;
import dev.volary.remote.server.hub.people.Login;
import dev.volary.remote.wire.Problem;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Answers the requests by which a hub is administered; everything is checked and written down.
final class HubApi implements Endpoint {
  /// Where they live on a hub.
  static final List<String> BASE = List.of("volary", "" + TransferLimits.VERSION, "hub");

  private final Hub hub;
  private final Map<String, HubRoute> routes = new HashMap<>();

  HubApi(Hub hub) {
    this.hub = hub;
    routes.putAll(PeopleRoutes.all());
    routes.putAll(TokenRoutes.all());
    routes.putAll(AccessRoutes.all());
    routes.putAll(ChangeRoutes.all());
    routes.putAll(VolumeRoutes.all());
    routes.putAll(AuditRoutes.all());
    routes.putAll(QuotaRoutes.all());
    routes.putAll(WebhookRoutes.all());
  }

  @Override
  public void handle(Exchange exchange) throws IOException {
    HubRequest request = HubRequest.of(hub, exchange.peer());
    try {
      Optional<Login> login = new HubGate(request).login(exchange);
      if (login.isEmpty()) {
        unauthorized(exchange, "the credentials are not valid, or no longer");
        return;
      }
      List<String> rest = exchange.path().subList(BASE.size(), exchange.path().size());
      HubCall call = new HubCall(request, exchange, login.get(), rest);
      answer(exchange, route(exchange.method(), rest).answer(call));
    } catch (LoginNeeded e) {
      unauthorized(exchange, String.valueOf(e.getMessage()));
    } catch (VolaryException e) {
      Answers.problem(exchange, Problem.of(e));
    }
  }

  private static void unauthorized(Exchange exchange, String detail) throws IOException {
    Answers.problem(exchange, new Problem(401, Fault.NOT_PERMITTED, detail, List.of()));
  }

  private static void answer(Exchange exchange, JsonObject json) throws IOException {
    byte[] text = (json + "\n").getBytes(StandardCharsets.UTF_8);
    var headers = Map.of("Content-Type", "application/json", "Cache-Control", "no-store");
    try (OutputStream out = exchange.respond(200, headers)) {
      out.write(text);
    }
  }

  private HubRoute route(String method, List<String> rest) {
    for (Map.Entry<String, HubRoute> entry : routes.entrySet()) {
      if (matches(entry.getKey(), method, rest)) {
        return entry.getValue();
      }
    }
    throw new VolaryException(
        Fault.NOT_FOUND, "a hub has no such address: the other side may be of another version");
  }

  private static boolean matches(String pattern, String method, List<String> rest) {
    int space = pattern.indexOf(' ');
    List<String> segments = List.of(pattern.substring(space + 1).split("/", -1));
    boolean matches = pattern.substring(0, space).equals(method) && segments.size() == rest.size();
    for (int i = 0; matches && i < segments.size(); i++) {
      matches = segments.get(i).equals("*") || segments.get(i).equals(rest.get(i));
    }
    return matches;
  }
}

package dev.volary.remote.server.hub.api;

import dev.volary.core.depot.Volume;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.remote.access.Access;
import dev.volary.remote.message.json.JsonObject;
import dev.volary.remote.message.json.JsonText;
import dev.volary.remote.server.Exchange;
import dev.volary.remote.server.hub.Hub;
import dev.volary.remote.server.hub.HubGate;
import dev.volary.remote.server.hub.HubRequest;
import dev.volary.remote.server.hub.HubVolumeName;
import dev.volary.remote.server.hub.people.Login;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/// One request to administer a hub: who asks what.
///
/// @param rest the path below the hub's address
record HubCall(HubRequest request, Exchange exchange, Login login, List<String> rest) {
  private static final int MAX_BODY = 256 << 10;

  /// A volume that exists for the caller, and the rules in force for it.
  record Shown(HubVolumeName name, Volume volume, Access access) {}

  Hub hub() {
    return request.hub();
  }

  /// A segment of the path.
  String segment(int index) {
    return rest.get(index);
  }

  /// A parameter of the query; USAGE where it is not there.
  String parameter(String name) {
    return find(name)
        .orElseThrow(
            () -> new VolaryException(Fault.USAGE, "the parameter " + name + " is missing"));
  }

  /// A parameter of the query, if it is there.
  Optional<String> find(String name) {
    return Optional.ofNullable(exchange.query().get(name));
  }

  /// What was sent.
  JsonObject body() throws IOException {
    try (InputStream in = exchange.body(MAX_BODY)) {
      return JsonText.read(in.readAllBytes());
    }
  }

  /// Writes down what is about to be done.
  void audit(String event, JsonObject facts) throws IOException {
    request.audit(event, login, facts);
  }

  /// Whether the caller administers the hub.
  boolean isAdmin() throws IOException {
    return hub().isAdmin(login.caller());
  }

  /// Refuses whoever does not administer the hub, and writes that down.
  void requireAdmin() throws IOException {
    if (!isAdmin()) {
      throw denied("only the hub's admins may do this, and " + login.name() + " is none of them");
    }
  }

  /// Refuses whoever is not logged in.
  void requireUser() {
    if (login.isAnonymous()) {
      throw new LoginNeeded();
    }
  }

  /// The failure of somebody who may not, written down.
  RuntimeException denied(String why) throws IOException {
    if (login.isAnonymous()) {
      return new LoginNeeded();
    }
    audit(
        "denied",
        JsonObject.EMPTY
            .with("method", exchange.method())
            .with("path", String.join("/", exchange.path()))
            .with("reason", why));
    return new VolaryException(Fault.NOT_PERMITTED, why);
  }

  /// A volume that exists for the caller; else the same failure as for none.
  Shown volume(String text) throws IOException {
    Optional<HubVolumeName> name = HubVolumeName.find(text);
    Optional<Volume> volume = name.isEmpty() ? Optional.empty() : hub().find(name.get());
    if (volume.isPresent()) {
      Access access = hub().rules().of(name.orElseThrow(), volume.get());
      if (isAdmin() || HubGate.mayKnow(volume.get(), access, login.caller(), hub().now())) {
        return new Shown(name.orElseThrow(), volume.get(), access);
      }
    }
    requireUser();
    throw new VolaryException(
        Fault.NOT_FOUND, "there is no volume " + text + " on this hub, or not for you");
  }
}

package dev.volary.remote.server.hub.api;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.remote.access.Access;
import dev.volary.remote.access.rules.Operation;
import dev.volary.remote.message.json.JsonObject;
import dev.volary.remote.server.hub.audit.AuditLog;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;

/// The audit log, for those who may read it: all of it by the hub's rules, or one volume's part by
/// the volume's.
final class AuditRoutes {
  private static final int MOST = 1000;

  private AuditRoutes() {}

  static Map<String, HubRoute> all() {
    return Map.of("GET audit", AuditRoutes::query);
  }

  private static JsonObject query(HubCall call) throws IOException {
    call.requireUser();
    requireReader(call);
    int limit = limit(call.find("limit").orElse("100"));
    Deque<JsonObject> events = new ArrayDeque<>();
    AuditLog.Chain chain =
        call.hub()
            .audit()
            .verify(event -> {
              if (isAsked(call, event)) {
                events.addLast(event);
              }
              if (events.size() > limit) {
                events.removeFirst();
              }
            });
    return JsonObject.EMPTY
        .with("events", events)
        .with("lines", chain.lines())
        .with("last", chain.last())
        .with("torn-bytes", chain.tornBytes());
  }

  private static void requireReader(HubCall call) throws IOException {
    Optional<String> volume = call.find("volume");
    Access access =
        volume.isPresent() ? call.volume(volume.get()).access() : call.hub().rules().ofHub();
    if (!access.check(call.login().caller(), Operation.AUDIT_READ, call.hub().now()).isAllowed()) {
      throw call.denied(call.login().name() + " may not read the audit log");
    }
  }

  private static int limit(String text) {
    if (!text.matches("[0-9]{1,4}") || Integer.parseInt(text) > MOST) {
      throw new VolaryException(Fault.USAGE, "limit is a number up to " + MOST);
    }
    return Integer.parseInt(text);
  }

  private static boolean isAsked(HubCall call, JsonObject event) {
    JsonObject facts = event.object("facts").orElse(JsonObject.EMPTY);
    return is(call, "event", event)
        && is(call, "actor", event)
        && is(call, "request", event)
        && is(call, "volume", facts)
        && call.find("since").map(since -> event.text("time").compareTo(since) >= 0).orElse(true);
  }

  private static boolean is(HubCall call, String name, JsonObject in) {
    Optional<String> wanted = call.find(name);
    return wanted.isEmpty() || in.find(name).equals(wanted);
  }
}

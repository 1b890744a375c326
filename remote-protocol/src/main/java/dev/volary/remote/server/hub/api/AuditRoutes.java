package dev.volary.remote.server.hub.api;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.remote.access.Access;
import dev.volary.remote.access.rules.Operation;
import dev.volary.remote.message.json.JsonObject;
import dev.volary.remote.server.hub.audit.AuditLog;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// The audit log, for those who may read it: all of it by the hub's rules, or one volume's part by
/// the volume's.
final class AuditRoutes {
  private static final int MOST = 1000;

  private AuditRoutes() {}

  static Map<String, HubRoute> all() {
    return Map.of("GET audit", AuditRoutes::query, "GET audit/verify", AuditRoutes::verify);
  }

  private static JsonObject query(HubCall call) throws IOException {
    call.requireUser();
    requireReader(call);
    int limit = limit(call.find("limit").orElse("100"));
    String since = call.find("since").map(AuditRoutes::moment).orElse("");
    AuditLog.Recent recent = call.hub().audit().recent(event -> isAsked(call, event), since, limit);
    return JsonObject.EMPTY
        .with("events", recent.events())
        .with("lines", recent.lines())
        .with("last", recent.last());
  }

  private static JsonObject verify(HubCall call) throws IOException {
    call.requireUser();
    requireReader(call);
    AuditLog.Chain chain = call.hub().audit().verify(_ -> {});
    return JsonObject.EMPTY
        .with("lines", chain.lines())
        .with("last", chain.last())
        .with("torn-bytes", chain.tornBytes());
  }

  private static String moment(String text) {
    try {
      return Instant.parse(text).toString();
    } catch (DateTimeException e) {
      throw new VolaryException(
          Fault.USAGE, "since is a moment such as 2027-02-20T18:00:00Z, not " + text, e);
    }
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
        && is(call, "volume", facts);
  }

  private static boolean is(HubCall call, String name, JsonObject in) {
    Optional<String> wanted = call.find(name);
    return wanted.isEmpty() || in.find(name).equals(wanted);
  }
}

package dev.volary.remote.server.hub.api;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.operation.DiskUse;
import dev.volary.remote.message.hub.HubQuota;
import dev.volary.remote.message.json.JsonObject;
import dev.volary.remote.server.hub.HubVolumeName;
import dev.volary.remote.server.hub.quota.Quotas;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// Limits on what is kept: set and measured by the hub's admins, seen by those they are about.
final class QuotaRoutes {
  private static final String USER = "user:";

  private QuotaRoutes() {}

  static Map<String, HubRoute> all() {
    return Map.of(
        "GET quotas", QuotaRoutes::show,
        "POST quotas", QuotaRoutes::set,
        "POST quotas/recount", QuotaRoutes::recount);
  }

  private static JsonObject show(HubCall call) throws IOException {
    call.requireUser();
    Quotas quotas = call.hub().quotas();
    Optional<String> of = call.find("of");
    List<HubQuota> shown;
    if (of.isPresent()) {
      requireConcerned(call, of.get());
      shown = List.of(quotas.one(of.get()));
    } else {
      shown = call.isAdmin() ? quotas.all() : List.of(quotas.one(USER + call.login().name()));
    }
    return JsonObject.EMPTY.with("quotas", shown.stream().map(HubQuota::toJson).toList());
  }

  /// A user sees their own; who reads the rules of a volume, that of the volume.
  private static void requireConcerned(HubCall call, String of) throws IOException {
    if (of.equals(USER + call.login().name())) {
      return;
    }
    if (HubVolumeName.find(of).isPresent()) {
      HubCall.Shown shown = call.volume(of);
      if (!call.isAdmin()
          && !shown.access().mayReadRules(call.login().caller(), call.hub().now())) {
        throw call.denied(call.login().name() + " may not see the quota of " + of);
      }
    } else {
      call.requireAdmin();
      check(call, of);
    }
  }

  /// Refuses what means no user and no volume.
  private static void check(HubCall call, String of) throws IOException {
    if (!of.startsWith(USER)) {
      RuleTarget.parse(of);
    } else if (!of.equals(USER + "*")) {
      call.hub().accounts().people().user(of.substring(USER.length()));
    }
  }

  private static JsonObject set(HubCall call) throws IOException {
    call.requireAdmin();
    JsonObject body = call.body();
    String of = body.text("of");
    check(call, of);
    OptionalLong bytes =
        body.has("limit") ? OptionalLong.of(body.number("limit")) : OptionalLong.empty();
    if (bytes.isPresent() && bytes.getAsLong() < 0) {
      throw new VolaryException(Fault.USAGE, "a quota is a number of bytes, 0 or more");
    }
    JsonObject facts = JsonObject.EMPTY.with("of", of);
    facts = HubVolumeName.find(of).isPresent() ? facts.with("volume", of) : facts;
    call.audit(
        bytes.isPresent() ? "quota.set" : "quota.lift",
        bytes.isPresent() ? facts.with("limit", bytes.getAsLong()) : facts);
    call.hub().quotas().limit(of, bytes);
    return call.hub().quotas().one(of).toJson();
  }

  private static JsonObject recount(HubCall call) throws IOException {
    call.requireAdmin();
    HubCall.Shown shown = call.volume(call.body().text("volume"));
    String volume = shown.name().toString();
    call.audit("quota.recount", JsonObject.EMPTY.with("volume", volume));
    long before = call.hub().quotas().one(volume).usedBytes().orElse(0L);
    DiskUse.Share share = new DiskUse(call.hub().depot()).run().ofVolume(shown.name().inDepot());
    call.hub().quotas().measured(volume, share.exclusiveBytes() + share.sharedBytes(), before);
    return call.hub().quotas().one(volume).toJson();
  }
}

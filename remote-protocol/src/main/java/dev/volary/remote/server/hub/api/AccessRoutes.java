package dev.volary.remote.server.hub.api;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.remote.access.Access;
import dev.volary.remote.access.Explanation;
import dev.volary.remote.access.Holders;
import dev.volary.remote.access.Verdict;
import dev.volary.remote.message.hub.AccessAnswer;
import dev.volary.remote.message.hub.AccessHolding;
import dev.volary.remote.message.json.JsonObject;
import dev.volary.remote.server.hub.HubRules;
import dev.volary.remote.server.hub.HubVolumeName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Looking at rules: their text, and what they come to.
final class AccessRoutes {
  private AccessRoutes() {}

  static Map<String, HubRoute> all() {
    return Map.of(
        "GET access", AccessRoutes::show,
        "GET access/check", AccessRoutes::check,
        "GET access/explain", AccessRoutes::explain,
        "GET access/who", AccessRoutes::who);
  }

  private static JsonObject show(HubCall call) throws IOException {
    call.requireUser();
    String volume = call.parameter("volume");
    return JsonObject.EMPTY
        .with("volume", volume)
        .with("text", readable(call, RuleTarget.parse(volume)));
  }

  private static String readable(HubCall call, RuleTarget target) throws IOException {
    HubRules rules = call.hub().rules();
    return switch (target) {
      case RuleTarget.OfHub _ -> {
        requireReader(call, rules.ofHub());
        yield rules.hubText();
      }
      case RuleTarget.OfNamespace(String name) -> {
        requireReader(call, rules.ofNamespace(name, "*"));
        yield rules.namespaceText(name);
      }
      case RuleTarget.OfVolume(HubVolumeName name) -> {
        HubCall.Shown shown = call.volume(name.toString());
        requireReader(call, shown.access());
        yield HubRules.find(shown.volume()).map(HubRules.Found::text).orElse("");
      }
    };
  }

  private static void requireReader(HubCall call, Access access) throws IOException {
    if (!access.mayReadRules(call.login().caller(), call.hub().now()) && !call.isAdmin()) {
      throw call.denied(call.login().name() + " may not read these rules");
    }
  }

  private static JsonObject check(HubCall call) throws IOException {
    AccessQuestion asked = AccessQuestion.of(call);
    Access access = asked.shown().access();
    Verdict verdict =
        asked.ref().isPresent()
            ? access.check(asked.who(), asked.operation(), asked.ref().get(), call.hub().now())
            : access.check(asked.who(), asked.operation(), call.hub().now());
    return answer(verdict, asked.mayReadRules(), List.of()).toJson();
  }

  private static JsonObject explain(HubCall call) throws IOException {
    AccessQuestion asked = AccessQuestion.of(call);
    var ref =
        asked
            .ref()
            .orElseThrow(() -> new VolaryException(Fault.USAGE, "name the ref to be explained"));
    Explanation explanation =
        asked.shown().access().explain(asked.who(), asked.operation(), ref, call.hub().now());
    List<String> lines = asked.mayReadRules() ? explanation.lines() : List.of();
    return answer(explanation.verdict(), asked.mayReadRules(), lines).toJson();
  }

  private static AccessAnswer answer(Verdict verdict, boolean rules, List<String> lines) {
    return switch (verdict) {
      case Verdict.Allowed allowed -> {
        String by =
            allowed.by().stream().map(Object::toString).collect(Collectors.joining(" and "));
        String sentence = rules && !by.isEmpty() ? "yes, by " + by : "yes";
        yield new AccessAnswer(true, "allowed", sentence, lines);
      }
      case Verdict.Denied denied ->
          new AccessAnswer(false, denied.reason().code(), denied.text(rules), lines);
    };
  }

  private static JsonObject who(HubCall call) throws IOException {
    call.requireUser();
    HubCall.Shown shown = call.volume(call.parameter("volume"));
    requireReader(call, shown.access());
    Holders holders = shown.access().who(RefText.full(call.parameter("ref")), call.hub().now());
    List<JsonObject> all = new ArrayList<>();
    for (Holders.Holding each : holders.granted()) {
      String to = each.only().map(only -> "user:" + only).orElse(each.grantee().toString());
      String operation = each.operation().text();
      AccessHolding holding =
          new AccessHolding(
              "grant", Optional.of(operation), Optional.of(to), each.rule().toString());
      all.add(holding.toJson());
    }
    holders.guards().forEach(guard -> all.add(standing("protect", guard.rule())));
    holders.blocks().forEach(block -> all.add(standing("block", block.rule())));
    return JsonObject.EMPTY.with("holdings", all);
  }

  private static JsonObject standing(String kind, Object rule) {
    return new AccessHolding(kind, Optional.empty(), Optional.empty(), rule.toString()).toJson();
  }
}

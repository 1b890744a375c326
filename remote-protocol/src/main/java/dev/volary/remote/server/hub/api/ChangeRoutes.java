package dev.volary.remote.server.hub.api;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.remote.access.Access;
import dev.volary.remote.access.RefChange;
import dev.volary.remote.access.Verdict;
import dev.volary.remote.access.pattern.Advertised;
import dev.volary.remote.access.rules.AccessEdit;
import dev.volary.remote.access.rules.AccessRules;
import dev.volary.remote.access.rules.Grantee;
import dev.volary.remote.access.rules.Level;
import dev.volary.remote.access.rules.Operation;
import dev.volary.remote.access.rules.Place;
import dev.volary.remote.access.rules.Protection;
import dev.volary.remote.message.hub.AccessChange;
import dev.volary.remote.message.json.JsonObject;
import dev.volary.remote.server.hub.HubRules;
import dev.volary.remote.server.hub.HubRules.Found;
import dev.volary.remote.server.hub.HubVolumeName;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Changes of rules, judged by those in force before them.
final class ChangeRoutes {
  private ChangeRoutes() {}

  static Map<String, HubRoute> all() {
    Map<String, HubRoute> routes = new HashMap<>();
    for (AccessChange.Kind kind : AccessChange.Kind.values()) {
      routes.put(
          "POST access/" + kind.code(), call -> change(call, AccessChange.of(kind, call.body())));
    }
    return routes;
  }

  private static JsonObject change(HubCall call, AccessChange change) throws IOException {
    call.requireUser();
    String after =
        switch (RuleTarget.parse(change.volume())) {
          case RuleTarget.OfHub _ -> ofHub(call, change);
          case RuleTarget.OfNamespace(String name) -> ofNamespace(call, change, name);
          case RuleTarget.OfVolume(HubVolumeName name) -> ofVolume(call, change, name);
        };
    return JsonObject.EMPTY
        .with("volume", change.volume())
        .with("text", after)
        .with("dry-run", change.dryRun());
  }

  private static String ofHub(HubCall call, AccessChange change) throws IOException {
    call.requireAdmin();
    String before = call.hub().rules().hubText();
    String after = edited(before, change);
    if (!call.hub().isGovernedBy(after)) {
      throw new VolaryException(
          Fault.CONFLICT, "these rules would leave nobody to administer the hub");
    }
    if (!change.dryRun()) {
      audit(call, change);
      call.hub().rules().replaceHub(before, after);
    }
    return after;
  }

  private static String ofNamespace(HubCall call, AccessChange change, String name)
      throws IOException {
    Access access = call.hub().rules().ofNamespace(name, "*");
    boolean admin =
        access
            .check(call.login().caller(), Operation.ADMIN, Advertised.ACCESS, call.hub().now())
            .isAllowed();
    if (!admin) {
      throw call.denied(call.login().name() + " may not change the rules of " + change.volume());
    }
    String before = call.hub().rules().namespaceText(name);
    String after = edited(before, change);
    AccessRules.parse(Level.NAMESPACE, after);
    if (!change.dryRun()) {
      audit(call, change);
      call.hub().rules().replaceNamespace(name, before, after);
    }
    return after;
  }

  private static String ofVolume(HubCall call, AccessChange change, HubVolumeName name)
      throws IOException {
    HubCall.Shown shown = call.volume(name.toString());
    Optional<Found> before = HubRules.find(shown.volume());
    String after = edited(before.map(Found::text).orElse(""), change);
    judge(call, shown, before.isPresent(), after);
    if (!change.dryRun()) {
      audit(call, change);
      String message = change.kind().code() + change.pattern().map(text -> " " + text).orElse("");
      var text = new HubRules.NewText(after, call.login().identity(), message);
      HubRules.replace(shown.volume(), before, text);
    }
    return after;
  }

  /// As a push of these rules would be judged.
  private static void judge(HubCall call, HubCall.Shown shown, boolean isThere, String after)
      throws IOException {
    RefChange.Target target = RefChange.Target.rules(after);
    RefChange asked =
        isThere
            ? new RefChange.Update(Advertised.ACCESS, target, true, Optional.empty())
            : new RefChange.Create(Advertised.ACCESS, target);
    Verdict verdict =
        shown
            .access()
            .judge(List.of(asked), call.login().caller(), call.hub().now())
            .getFirst()
            .verdict();
    if (verdict instanceof Verdict.Denied denied) {
      boolean reads = shown.access().mayReadRules(call.login().caller(), call.hub().now());
      throw call.denied(denied.text(reads));
    }
  }

  private static void audit(HubCall call, AccessChange change) throws IOException {
    call.audit("rules." + change.kind().code(), change.toJson());
  }

  private static String edited(String text, AccessChange change) {
    return switch (change.kind()) {
      case GRANT -> AccessEdit.grant(text, place(change), operations(change), subject(change));
      case REVOKE -> AccessEdit.revoke(text, place(change), operations(change), subject(change));
      case PROTECT -> AccessEdit.protect(text, pattern(change), protection(change));
      case UNPROTECT -> AccessEdit.unprotect(text, pattern(change));
    };
  }

  private static Place place(AccessChange change) {
    return change.pattern().map(Place::access).orElseGet(Place::volume);
  }

  private static Set<Operation> operations(AccessChange change) {
    return Operation.parseAll(change.operations().orElseThrow(() -> missing("operations")));
  }

  private static Grantee subject(AccessChange change) {
    return Grantee.parse(change.subject().orElseThrow(() -> missing("subject")));
  }

  private static String pattern(AccessChange change) {
    return change.pattern().orElseThrow(() -> missing("pattern"));
  }

  private static Protection protection(AccessChange change) {
    AccessChange.Protecting how = change.protection().orElseThrow(() -> missing("protection"));
    return new Protection(
        how.noDelete(), how.noForce(), how.push().map(Grantee::parseAll), how.until());
  }

  private static VolaryException missing(String what) {
    return new VolaryException(Fault.USAGE, "this change of rules lacks its " + what);
  }
}

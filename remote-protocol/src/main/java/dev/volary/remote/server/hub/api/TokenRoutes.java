package dev.volary.remote.server.hub.api;

import dev.volary.core.error.VolaryException;
import dev.volary.remote.access.rules.Subject;
import dev.volary.remote.message.hub.HubToken;
import dev.volary.remote.message.hub.Issued;
import dev.volary.remote.message.hub.TokenScope;
import dev.volary.remote.message.hub.Whoami;
import dev.volary.remote.message.json.JsonObject;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Who one is, logging in and out, and tokens.
final class TokenRoutes {
  private TokenRoutes() {}

  static Map<String, HubRoute> all() {
    return Map.of(
        "GET whoami", TokenRoutes::whoami,
        "POST redeem", TokenRoutes::redeem,
        "GET tokens", TokenRoutes::tokens,
        "POST tokens", TokenRoutes::create,
        "POST logout", TokenRoutes::logout,
        "DELETE tokens/*", TokenRoutes::revoke);
  }

  private static JsonObject whoami(HubCall call) throws IOException {
    return switch (call.login().caller().subject()) {
      case Subject.User user ->
          new Whoami(Optional.of(user.name()), user.groups(), call.login().token(), call.isAdmin())
              .toJson();
      case Subject.Anonymous _ ->
          new Whoami(Optional.empty(), Set.of(), Optional.empty(), call.isAdmin()).toJson();
    };
  }

  private static JsonObject redeem(HubCall call) throws IOException {
    JsonObject body = call.body();
    Issued issued;
    try {
      issued =
          call.hub().accounts().redeem(body.text("invitation"), body.find("note").orElse("login"));
    } catch (VolaryException e) {
      call.audit("login.denied", JsonObject.EMPTY.with("reason", e.getMessage()));
      throw e;
    }
    call.request().audit("login", issued.user(), Optional.of(issued.id()), JsonObject.EMPTY);
    return issued.toJson();
  }

  private static JsonObject tokens(HubCall call) throws IOException {
    call.requireUser();
    boolean all = call.find("all").isPresent();
    if (all) {
      call.requireAdmin();
    }
    return JsonObject.EMPTY.with(
        "tokens",
        call.hub().accounts().people().tokens().values().stream()
            .filter(token -> all || token.user().equals(call.login().name()))
            .map(HubToken::toJson)
            .toList());
  }

  private static JsonObject create(HubCall call) throws IOException {
    call.requireUser();
    JsonObject body = call.body();
    TokenScope scope = TokenScope.of(body.object("scope").orElse(JsonObject.EMPTY));
    String note = body.find("note").orElse("");
    call.audit("token.create", JsonObject.EMPTY.with("note", note).with("scope", scope.toJson()));
    return call.hub().accounts().createToken(call.login(), note, scope).toJson();
  }

  private static JsonObject logout(HubCall call) throws IOException {
    call.requireUser();
    return revoke(call, call.login().token().orElseThrow().id());
  }

  private static JsonObject revoke(HubCall call) throws IOException {
    call.requireUser();
    return revoke(call, call.segment(1));
  }

  private static JsonObject revoke(HubCall call, String id) throws IOException {
    boolean admin = call.isAdmin();
    HubToken own = call.login().token().orElseThrow();
    call.audit("token.revoke", JsonObject.EMPTY.with("id", id));
    // The bearer of a limited token may give it up, but take none of its owner's others.
    return call.hub()
        .accounts()
        .revoke(
            id,
            token ->
                admin
                    || token.id().equals(own.id())
                    || own.scope().isWhole() && token.user().equals(own.user()))
        .toJson();
  }
}

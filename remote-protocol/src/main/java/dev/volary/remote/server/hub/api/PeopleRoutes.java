package dev.volary.remote.server.hub.api;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.remote.message.hub.HubInvitation;
import dev.volary.remote.message.hub.HubUser;
import dev.volary.remote.message.json.JsonObject;
import dev.volary.remote.server.hub.people.Accounts;
import dev.volary.remote.server.hub.people.People;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/// Users, groups and invitations, for the hub's admins.
final class PeopleRoutes {
  private static final long MAX_HOURS = 24 * 365;

  private PeopleRoutes() {}

  static Map<String, HubRoute> all() {
    return Map.of(
        "GET users", PeopleRoutes::users,
        "POST users/*/disable", call -> disable(call, true),
        "POST users/*/enable", call -> disable(call, false),
        "GET groups", PeopleRoutes::groups,
        "PUT groups/*", PeopleRoutes::createGroup,
        "DELETE groups/*", PeopleRoutes::deleteGroup,
        "PUT groups/*/members/*", call -> member(call, true),
        "DELETE groups/*/members/*", call -> member(call, false),
        "POST invitations", PeopleRoutes::invite,
        "DELETE invitations/*", PeopleRoutes::withdraw);
  }

  private static JsonObject users(HubCall call) throws IOException {
    call.requireAdmin();
    People people = call.hub().accounts().people();
    return JsonObject.EMPTY
        .with("users", people.users().values().stream().map(HubUser::toJson).toList())
        .with(
            "invitations",
            people.invitations().values().stream()
                .filter(invitation -> call.hub().now().isBefore(invitation.expires()))
                .map(HubInvitation::toJson)
                .toList());
  }

  private static JsonObject disable(HubCall call, boolean disabled) throws IOException {
    call.requireAdmin();
    String name = call.hub().accounts().people().user(call.segment(1)).name();
    call.audit(disabled ? "user.disable" : "user.enable", JsonObject.EMPTY.with("user", name));
    return call.hub().accounts().setDisabled(name, disabled, call.hub()::isGoverned).toJson();
  }

  private static JsonObject groups(HubCall call) throws IOException {
    call.requireAdmin();
    People people = call.hub().accounts().people();
    return JsonObject.EMPTY.with(
        "groups",
        people.groups().stream()
            .map(name -> JsonObject.EMPTY.with("name", name).with("members", people.members(name)))
            .toList());
  }

  private static JsonObject createGroup(HubCall call) throws IOException {
    call.requireAdmin();
    JsonObject facts = JsonObject.EMPTY.with("group", call.segment(1));
    call.audit("group.create", facts);
    call.hub().accounts().createGroup(call.segment(1));
    return facts;
  }

  private static JsonObject deleteGroup(HubCall call) throws IOException {
    call.requireAdmin();
    JsonObject facts = JsonObject.EMPTY.with("group", call.segment(1));
    call.audit("group.delete", facts);
    call.hub().accounts().deleteGroup(call.segment(1), call.hub()::isGoverned);
    return facts;
  }

  private static JsonObject member(HubCall call, boolean isMember) throws IOException {
    call.requireAdmin();
    var membership = new Accounts.Membership(call.segment(1), call.segment(3), isMember);
    call.audit(
        isMember ? "group.add" : "group.remove",
        JsonObject.EMPTY.with("group", membership.group()).with("user", membership.user()));
    return call.hub().accounts().setMember(membership, call.hub()::isGoverned).toJson();
  }

  private static JsonObject invite(HubCall call) throws IOException {
    call.requireAdmin();
    JsonObject body = call.body();
    long hours = body.has("hours") ? body.number("hours") : Accounts.INVITATION.toHours();
    String user = body.text("user");
    call.audit("invitation.create", JsonObject.EMPTY.with("user", user).with("hours", hours));
    Duration lifetime = Duration.ofHours(Math.clamp(hours, -1, MAX_HOURS));
    return call.hub().accounts().invite(call.login().name(), user, lifetime).toJson();
  }

  private static JsonObject withdraw(HubCall call) throws IOException {
    call.requireAdmin();
    String user = call.segment(1);
    JsonObject facts = JsonObject.EMPTY.with("user", user);
    call.audit("invitation.withdraw", facts);
    if (call.hub().accounts().withdraw(user) == 0) {
      throw new VolaryException(Fault.NOT_FOUND, "there is no open invitation for " + user);
    }
    return facts;
  }
}

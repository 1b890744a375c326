package dev.volary.remote.client.hub;

import dev.volary.remote.message.hub.AccessAnswer;
import dev.volary.remote.message.hub.AccessChange;
import dev.volary.remote.message.hub.AccessHolding;
import dev.volary.remote.message.hub.HubInvitation;
import dev.volary.remote.message.hub.HubQuota;
import dev.volary.remote.message.hub.HubTime;
import dev.volary.remote.message.hub.HubToken;
import dev.volary.remote.message.hub.HubUser;
import dev.volary.remote.message.hub.HubWebhook;
import dev.volary.remote.message.hub.Issued;
import dev.volary.remote.message.hub.TokenScope;
import dev.volary.remote.message.hub.Whoami;
import dev.volary.remote.message.json.JsonObject;
import dev.volary.remote.message.json.JsonText;
import dev.volary.remote.wire.Answer;
import dev.volary.remote.wire.Body;
import dev.volary.remote.wire.Request;
import dev.volary.remote.wire.Transport;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/// What a hub can be asked, one method a request; each fails as the hub says. Thread-safe.
public final class HubClient {
  private static final int MAX_ANSWER = 64 << 20;
  private static final JsonObject NOTHING = JsonObject.EMPTY;

  private final Transport hub;

  /// @param hub a transport to the address of the hub itself, not of a volume
  public HubClient(Transport hub) {
    this.hub = hub;
  }

  /// A user list: who there is, and who was invited.
  public record Users(List<HubUser> users, List<HubInvitation> invitations) {}

  /// Somebody who may do something to a ref, as asked about.
  ///
  /// @param subject nothing for oneself
  /// @param ref nothing for operations on volumes
  public record Question(
      String volume, Optional<String> subject, String operation, Optional<String> ref) {
    Map<String, String> query() {
      Map<String, String> query = new LinkedHashMap<>();
      query.put("volume", volume);
      query.put("operation", operation);
      subject.ifPresent(name -> query.put("subject", name));
      ref.ifPresent(name -> query.put("ref", name));
      return query;
    }
  }

  /// A copy of a branch to be made on the hub.
  public record ForkRequest(String from, String branch, String to, Optional<String> as) {}

  /// Who the hub takes the caller for.
  public Whoami whoami() throws IOException {
    return Whoami.of(get("whoami", Map.of()));
  }

  /// Exchanges an invitation for a token.
  public Issued redeem(String invitation, String note) throws IOException {
    return Issued.of(post("redeem", NOTHING.with("invitation", invitation).with("note", note)));
  }

  /// Revokes the token that this client uses.
  public HubToken logout() throws IOException {
    return HubToken.of(post("logout", NOTHING));
  }

  /// All users and open invitations.
  public Users users() throws IOException {
    JsonObject json = get("users", Map.of());
    return new Users(
        json.objects("users").stream().map(HubUser::of).toList(),
        json.objects("invitations").stream().map(HubInvitation::of).toList());
  }

  /// Invites somebody, for so many hours.
  public Issued invite(String user, long hours) throws IOException {
    return Issued.of(post("invitations", NOTHING.with("user", user).with("hours", hours)));
  }

  /// Withdraws the open invitations of a user.
  public void withdraw(String user) throws IOException {
    send("DELETE", "invitations/" + encode(user), Map.of(), Body.NONE);
  }

  /// Lets a user in no more, at once; or lets them be invited again.
  public HubUser setDisabled(String user, boolean disabled) throws IOException {
    return HubUser.of(post("users/" + encode(user) + (disabled ? "/disable" : "/enable"), NOTHING));
  }

  /// The groups with their members.
  public Map<String, List<String>> groups() throws IOException {
    Map<String, List<String>> groups = new LinkedHashMap<>();
    for (JsonObject group : get("groups", Map.of()).objects("groups")) {
      groups.put(group.text("name"), group.texts("members"));
    }
    return groups;
  }

  /// Makes a group.
  public void createGroup(String group) throws IOException {
    send("PUT", "groups/" + encode(group), Map.of(), Body.NONE);
  }

  /// Takes a group away.
  public void deleteGroup(String group) throws IOException {
    send("DELETE", "groups/" + encode(group), Map.of(), Body.NONE);
  }

  /// Puts a user into a group, or takes them out.
  public HubUser setMember(String group, String user, boolean isMember) throws IOException {
    String path = "groups/" + encode(group) + "/members/" + encode(user);
    return HubUser.of(send(isMember ? "PUT" : "DELETE", path, Map.of(), Body.NONE));
  }

  /// One's own tokens, or those of all.
  public List<HubToken> tokens(boolean all) throws IOException {
    Map<String, String> query = all ? Map.of("all", "1") : Map.of();
    return get("tokens", query).objects("tokens").stream().map(HubToken::of).toList();
  }

  /// Makes a token for oneself.
  public Issued createToken(String note, TokenScope scope) throws IOException {
    return Issued.of(post("tokens", NOTHING.with("note", note).with("scope", scope.toJson())));
  }

  /// Revokes a token.
  public HubToken revoke(String id) throws IOException {
    return HubToken.of(send("DELETE", "tokens/" + encode(id), Map.of(), Body.NONE));
  }

  /// The text of the rules of a volume, of `NAMESPACE/*` or of the hub (`*`).
  public String rules(String volume) throws IOException {
    return get("access", Map.of("volume", volume)).text("text");
  }

  /// Changes rules, or shows how they would be; returns the text after it.
  public String change(AccessChange change) throws IOException {
    return post("access/" + change.kind().code(), change.toJson()).text("text");
  }

  /// Whether something is allowed.
  public AccessAnswer check(Question question) throws IOException {
    return AccessAnswer.of(get("access/check", question.query()));
  }

  /// Whether something is allowed, and why.
  public AccessAnswer explain(Question question) throws IOException {
    return AccessAnswer.of(get("access/explain", question.query()));
  }

  /// What the rules say of a ref.
  public List<AccessHolding> who(String volume, String ref) throws IOException {
    return get("access/who", Map.of("volume", volume, "ref", ref)).objects("holdings").stream()
        .map(AccessHolding::of)
        .toList();
  }

  /// Checks all of the audit log; returns how many lines it has and the hash of the last one.
  ///
  /// @param volume for those who may read of this volume only
  public JsonObject verifyAudit(Optional<String> volume) throws IOException {
    return get("audit/verify", volume.map(name -> Map.of("volume", name)).orElse(Map.of()));
  }

  /// Events of the audit log, the newest last; see PROTOCOL.md for what can be asked and what an
  /// event holds.
  public JsonObject audit(Map<String, String> query) throws IOException {
    return get("audit", query);
  }

  /// Limits on what is kept: one, or all that one may see.
  public List<HubQuota> quotas(Optional<String> of) throws IOException {
    Map<String, String> query = of.map(name -> Map.of("of", name)).orElse(Map.of());
    return get("quotas", query).objects("quotas").stream().map(HubQuota::of).toList();
  }

  /// Sets a limit, or lifts it.
  public HubQuota setQuota(String of, OptionalLong limitBytes) throws IOException {
    JsonObject body = NOTHING.with("of", of);
    return HubQuota.of(
        post("quotas", limitBytes.isPresent() ? body.with("limit", limitBytes.getAsLong()) : body));
  }

  /// Measures what a volume keeps.
  public HubQuota recount(String volume) throws IOException {
    return HubQuota.of(post("quotas/recount", NOTHING.with("volume", volume)));
  }

  /// The webhooks.
  public List<HubWebhook> webhooks() throws IOException {
    return get("webhooks", Map.of()).objects("webhooks").stream().map(HubWebhook::of).toList();
  }

  /// A webhook to be added.
  ///
  /// @param events none for the usual ones
  /// @param insecure whether plain HTTP may leave the hub's machine
  public record NewWebhook(
      String of, String url, List<String> events, String secret, boolean insecure) {
    public NewWebhook {
      events = List.copyOf(events);
    }
  }

  /// Adds a webhook.
  public HubWebhook addWebhook(NewWebhook webhook) throws IOException {
    JsonObject body =
        NOTHING
            .with("of", webhook.of)
            .with("url", webhook.url)
            .with("events", webhook.events)
            .with("secret", webhook.secret)
            .with("insecure-http", webhook.insecure);
    return HubWebhook.of(post("webhooks", body));
  }

  /// Takes a webhook away.
  public HubWebhook removeWebhook(String id) throws IOException {
    return HubWebhook.of(send("DELETE", "webhooks/" + encode(id), Map.of(), Body.NONE));
  }

  /// Has a webhook told something now; returns why it was not taken, or nothing.
  public Optional<String> testWebhook(String id) throws IOException {
    JsonObject answer = post("webhooks/" + encode(id) + "/test", NOTHING);
    return answer.flag("delivered")
        ? Optional.empty()
        : Optional.of(answer.find("reason").orElse("it was not taken"));
  }

  /// The names of the volumes one may know of, with their default branches.
  public Map<String, String> volumes() throws IOException {
    Map<String, String> volumes = new LinkedHashMap<>();
    for (JsonObject volume : get("volumes", Map.of()).objects("volumes")) {
      volumes.put(volume.text("name"), volume.text("default-branch"));
    }
    return volumes;
  }

  /// Makes an empty volume of one's own.
  public void createVolume(String volume) throws IOException {
    post("volumes", NOTHING.with("name", volume));
  }

  /// Puts a volume in the hub's trash; returns until when it stays there.
  public Instant deleteVolume(String volume) throws IOException {
    String path =
        List.of(volume.split("/", -1)).stream()
            .map(HubClient::encode)
            .collect(Collectors.joining("/"));
    JsonObject answer = send("DELETE", "volumes/" + path, Map.of(), Body.NONE);
    return HubTime.of(answer, "expires").orElse(Instant.EPOCH);
  }

  /// Copies a branch on the hub; no bytes move. Returns the commit.
  public String fork(ForkRequest fork) throws IOException {
    JsonObject body =
        NOTHING
            .with("from", fork.from())
            .with("branch", fork.branch())
            .with("to", fork.to())
            .with("as", fork.as());
    return post("fork", body).text("new");
  }

  private JsonObject get(String path, Map<String, String> query) throws IOException {
    return send("GET", path, query, Body.NONE);
  }

  private JsonObject post(String path, JsonObject body) throws IOException {
    byte[] text = body.toString().getBytes(StandardCharsets.UTF_8);
    return send("POST", path, Map.of(), Body.of(text));
  }

  private JsonObject send(String method, String path, Map<String, String> query, Body body)
      throws IOException {
    String asked =
        query.entrySet().stream()
            .map(each -> encode(each.getKey()) + "=" + encode(each.getValue()))
            .collect(Collectors.joining("&"));
    Map<String, String> headers = Map.of("content-type", "application/json");
    Request request = new Request(method, Request.BASE + "hub/" + path, asked, headers, body);
    try (Answer answer = hub.send(request).orFail()) {
      return JsonText.read(answer.bytes(MAX_ANSWER));
    }
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}

package dev.volary.remote.server.hub.api;

import dev.volary.remote.message.hub.HubWebhook;
import dev.volary.remote.message.json.JsonObject;
import dev.volary.remote.server.hub.webhook.Webhooks;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/// Webhooks, for the hub's admins alone: what is told, and from where, is the hub's own concern.
final class WebhookRoutes {
  private WebhookRoutes() {}

  static Map<String, HubRoute> all() {
    return Map.of(
        "GET webhooks", WebhookRoutes::list,
        "POST webhooks", WebhookRoutes::add,
        "DELETE webhooks/*", WebhookRoutes::remove,
        "POST webhooks/*/test", WebhookRoutes::test);
  }

  private static JsonObject list(HubCall call) throws IOException {
    call.requireAdmin();
    return JsonObject.EMPTY.with(
        "webhooks", call.hub().webhooks().all().stream().map(HubWebhook::toJson).toList());
  }

  private static JsonObject add(HubCall call) throws IOException {
    call.requireAdmin();
    JsonObject body = call.body();
    String of = body.text("of");
    RuleTarget.parse(of);
    Webhooks.Adding adding =
        new Webhooks.Adding(
            of,
            body.text("url"),
            body.texts("events"),
            body.text("secret"),
            body.flag("insecure-http"));
    call.audit(
        "webhook.add",
        JsonObject.EMPTY
            .with("of", of)
            .with("url", receiver(adding.url()))
            .with("events", adding.events()));
    return call.hub().webhooks().add(adding, call.login().name()).toJson();
  }

  private static JsonObject remove(HubCall call) throws IOException {
    call.requireAdmin();
    HubWebhook webhook = call.hub().webhooks().one(call.segment(1));
    call.audit("webhook.remove", facts(webhook));
    call.hub().webhooks().remove(webhook.id());
    return webhook.toJson();
  }

  private static JsonObject test(HubCall call) throws IOException {
    call.requireAdmin();
    HubWebhook webhook = call.hub().webhooks().one(call.segment(1));
    Optional<String> objection = call.hub().webhooks().test(webhook.id(), call.login().name());
    call.audit("webhook.test", facts(webhook).with("reason", objection));
    return JsonObject.EMPTY.with("delivered", objection.isEmpty()).with("reason", objection);
  }

  private static JsonObject facts(HubWebhook webhook) {
    return JsonObject.EMPTY
        .with("webhook", webhook.id())
        .with("of", webhook.of())
        .with("url", receiver(webhook.url()));
  }

  /// Its path and query may be secrets; the log is read by others too.
  private static String receiver(String url) {
    return url.replaceFirst("(?s)^([a-z]+://[^/?#]*).*", "$1");
  }
}

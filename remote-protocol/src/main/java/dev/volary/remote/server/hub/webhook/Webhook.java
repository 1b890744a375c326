package dev.volary.remote.server.hub.webhook;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.remote.message.hub.HubWebhook;
import dev.volary.remote.message.json.JsonObject;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// An address that is told what happens, and the secret that deliveries to it are signed with.
///
/// @param after the number of the log's last line when it was added: what came before is not told
record Webhook(HubWebhook shown, String secret, long after) {
  /// What can be told; what is read or asked, and deliveries themselves, can't.
  static final Set<String> EVENTS =
      Set.of(
          "push",
          "push.denied",
          "rules.push",
          "rules.grant",
          "rules.revoke",
          "rules.protect",
          "rules.unprotect",
          "volume.create",
          "volume.delete",
          "fork",
          "quota.set",
          "quota.lift",
          "user.disable",
          "user.enable",
          "hook.failed");

  /// What is told unless something else is asked for.
  static final List<String> USUAL = List.of("push", "volume.create", "volume.delete", "fork");

  private static final int MAX_URL = 2000;
  private static final int MIN_SECRET = 16;
  private static final int MAX_SECRET = 1000;

  String id() {
    return shown.id();
  }

  /// Whether an event of the log is told.
  boolean wants(JsonObject event) {
    String volume = event.object("facts").flatMap(facts -> facts.find("volume")).orElse("");
    String of = shown.of();
    boolean meant =
        of.equals("*")
            || of.equals(volume)
            || of.endsWith("/*") && volume.startsWith(of.substring(0, of.length() - 1));
    return meant && event.number("number") > after && shown.events().contains(event.text("event"));
  }

  JsonObject toJson() {
    return shown.toJson().with("secret", secret).with("after", after);
  }

  static Webhook of(JsonObject json) {
    return new Webhook(HubWebhook.of(json), json.text("secret"), json.number("after"));
  }

  /// Refuses what can't be signed with well; USAGE.
  static void checkSecret(String secret) {
    if (secret.length() < MIN_SECRET || secret.length() > MAX_SECRET) {
      throw new VolaryException(
          Fault.USAGE,
          "a webhook's secret has %d to %d characters: take random ones"
              .formatted(MIN_SECRET, MAX_SECRET));
    }
  }

  /// Refuses events that are never told; USAGE.
  static void checkEvents(List<String> events) {
    for (String event : events) {
      if (!EVENTS.contains(event)) {
        throw new VolaryException(
            Fault.USAGE, "no webhook is told of '%s'".formatted(event), sorted());
      }
    }
  }

  private static List<String> sorted() {
    return EVENTS.stream().sorted().toList();
  }

  /// Refuses what is no address to tell something; USAGE. Plain HTTP leaves this machine only where
  /// that was said.
  static URI checkUrl(String url, boolean insecure) {
    URI uri;
    try {
      uri = new URI(url);
    } catch (URISyntaxException e) {
      throw new VolaryException(Fault.USAGE, noAddress(url), e);
    }
    String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    boolean valid =
        url.length() <= MAX_URL
            && uri.getHost() != null
            && uri.getUserInfo() == null
            && uri.getFragment() == null
            && (scheme.equals("https") || scheme.equals("http"));
    if (!valid) {
      throw new VolaryException(Fault.USAGE, noAddress(url));
    }
    if (scheme.equals("http") && !insecure && !isLoopback(uri.getHost())) {
      throw new VolaryException(
          Fault.USAGE,
          "%s would be told in the clear: use https, or say --insecure-http"
              .formatted(uri.getHost()));
    }
    return uri;
  }

  private static String noAddress(String url) {
    String start = url.substring(0, Math.min(200, url.length()));
    return "'%s' is no address for a webhook: write https://HOST/PATH".formatted(start);
  }

  /// By its text alone: what a name stands for can change.
  private static boolean isLoopback(String host) {
    return host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.\\d{1,3}){3}");
  }
}

package dev.volary.remote.server.hub.webhook;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.remote.message.hub.HubWebhook;
import dev.volary.remote.message.json.JsonObject;
import dev.volary.remote.server.hub.audit.AuditLog;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// The webhooks of a hub: whom it tells what. Whether the caller may ask is decided before.
/// Thread-safe; every change is durable when its method returns.
public final class Webhooks {
  private static final int MOST = 100;

  private final WebhookFile file;
  private final DeliveryQueue queue;
  private final AuditLog audit;
  private final InstantSource clock;
  private final SecureRandom random;

  /// Where they are and what they need.
  ///
  /// @param depot the hub's directory, where locks are
  /// @param folder of webhooks and deliveries
  public record Place(Path depot, Path folder, InstantSource clock, SecureRandom random) {}

  /// The webhooks of a place, which are told what `audit` says.
  public Webhooks(Place place, AuditLog audit) {
    this.file = new WebhookFile(place.depot, place.folder);
    this.queue = new DeliveryQueue(place.folder.resolve("deliveries"));
    this.audit = audit;
    this.clock = place.clock;
    this.random = place.random;
  }

  /// A webhook to be added.
  ///
  /// @param events none for the usual ones
  /// @param insecure whether plain HTTP may leave this machine
  public record Adding(
      String of, String url, List<String> events, String secret, boolean insecure) {
    public Adding {
      events = List.copyOf(events);
      Webhook.checkUrl(url, insecure);
      Webhook.checkEvents(events);
      Webhook.checkSecret(secret);
    }
  }

  /// Adds a webhook, which is told what happens from now on.
  public HubWebhook add(Adding adding, String by) throws IOException {
    List<String> events = adding.events.isEmpty() ? Webhook.USUAL : adding.events;
    byte[] bytes = new byte[5];
    random.nextBytes(bytes);
    String id = HexFormat.of().formatHex(bytes);
    HubWebhook shown = new HubWebhook(id, adding.of, adding.url, events, by, clock.instant(), 0);
    Webhook added = new Webhook(shown, adding.secret, audit.end().number());
    file.change(all -> {
      if (all.size() >= MOST) {
        throw new VolaryException(Fault.LIMIT, "a hub has at most " + MOST + " webhooks");
      }
      List<Webhook> more = new ArrayList<>(all);
      more.add(added);
      return more;
    });
    return shown;
  }

  /// All of them.
  public List<HubWebhook> all() throws IOException {
    List<Delivery> waiting = queue.all();
    return file.read().stream()
        .map(webhook ->
            webhook
                .shown()
                .waiting(
                    waiting.stream().filter(each -> each.webhook().equals(webhook.id())).count()))
        .toList();
  }

  /// The webhook of this id; NOT_FOUND where there is none.
  public HubWebhook one(String id) throws IOException {
    return webhook(id).shown();
  }

  private Webhook webhook(String id) throws IOException {
    return file.read().stream()
        .filter(each -> each.id().equals(id))
        .findFirst()
        .orElseThrow(() ->
            new VolaryException(
                Fault.NOT_FOUND,
                "there is no webhook " + id + ": `volary hub webhook list` shows them"));
  }

  /// Takes a webhook away; what waits for it is not delivered.
  public void remove(String id) throws IOException {
    webhook(id);
    file.change(all -> all.stream().filter(each -> !each.id().equals(id)).toList());
  }

  /// Sends a `ping` now, once; returns why it was not taken, or nothing.
  public Optional<String> test(String id, String by) throws IOException {
    Webhook webhook = webhook(id);
    JsonObject event =
        JsonObject.EMPTY
            .with("number", 0)
            .with("event", "ping")
            .with("time", clock.instant().toString())
            .with("actor", by);
    try (Sender sender = new Sender(WebhookLimits.DEFAULTS.attempt(), clock)) {
      return sender.send(webhook, Delivery.of(webhook, event, clock.instant()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("the hub is ending");
    }
  }

  /// Begins to tell them, until closed.
  public WebhookDispatcher start(WebhookLimits limits) {
    return WebhookDispatcher.start(new WebhookDispatcher.Parts(file, queue, audit, clock), limits);
  }
}

package dev.volary.remote.server.hub.webhook;

import dev.volary.core.error.VolaryException;
import dev.volary.remote.message.json.JsonObject;
import dev.volary.remote.server.hub.audit.AuditEvent;
import dev.volary.remote.server.hub.audit.AuditLog;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Reads the log and tells webhooks what they want to know: look → keep → deliver → write down.
///
/// It runs beside the requests and follows the log, so that nobody waits for a receiver. What it
/// finds is kept before it goes on in the log, and removed when it was taken; after a crash a
/// receiver may be told twice, by the same id. One webhook's deliveries go one after the other,
/// different webhooks' at the same time.
public final class WebhookDispatcher implements AutoCloseable {
  private static final int PAGE = 500;

  /// What waits in all; behind that, the log itself is the queue.
  private static final int MOST_WAITING = 10_000;

  /// What waits for one webhook, whose receiver may be gone for good.
  private static final int MOST_WAITING_EACH = 2_000;

  private final Parts parts;
  private final WebhookLimits limits;
  private final Sender sender;
  private final Semaphore ended = new Semaphore(0);
  private final Set<String> busy = ConcurrentHashMap.newKeySet();
  private final Map<String, Delivery> waiting = new ConcurrentHashMap<>();
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
  private volatile boolean ending;
  private AuditLog.Mark mark;

  /// What it works with.
  record Parts(WebhookFile file, DeliveryQueue queue, AuditLog audit, InstantSource clock) {}

  private WebhookDispatcher(Parts parts, WebhookLimits limits) {
    this.parts = parts;
    this.limits = limits;
    this.sender = new Sender(limits.attempt(), parts.clock);
    this.mark = AuditLog.Mark.behind(-1);
  }

  static WebhookDispatcher start(Parts parts, WebhookLimits limits) {
    WebhookDispatcher dispatcher = new WebhookDispatcher(parts, limits);
    Thread looking = Thread.ofPlatform().daemon().name("webhooks").start(dispatcher::run);
    dispatcher.threads.add(looking);
    return dispatcher;
  }

  private void run() {
    try {
      do {
        try {
          look();
          deliver();
        } catch (IOException | RuntimeException e) {
          trouble("webhook.stopped", JsonObject.EMPTY.with("reason", String.valueOf(e)));
          // What can't be read now may be readable later, as on a disk that was full.
          if (ended.tryAcquire(limits.attempt().toMillis(), TimeUnit.MILLISECONDS)) {
            return;
          }
        }
      } while (!ended.tryAcquire(limits.look().toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// Keeps what is to be told of what happened since.
  private void look() throws IOException {
    if (mark.number() < 0) {
      begin();
    }
    AuditLog.Page page;
    do {
      if (waiting.size() >= MOST_WAITING) {
        return;
      }
      page = parts.audit.after(mark, PAGE);
      if (page.events().isEmpty()) {
        return;
      }
      boolean kept = keep(page.events());
      mark = page.end();
      if (kept) {
        parts.queue.seen(mark.number());
      }
    } while (page.events().size() == PAGE);
  }

  private void begin() throws IOException {
    parts.queue.all().forEach(each -> waiting.put(each.id(), each));
    Optional<Long> seen = parts.queue.seen();
    long oldest = parts.file.read().stream().mapToLong(Webhook::after).min().orElse(-1);
    mark =
        seen.isEmpty() && oldest < 0
            ? parts.audit.end()
            : AuditLog.Mark.behind(Math.max(seen.orElse(0L), oldest));
  }

  /// Keeps what is to be told of some events; returns whether there was any.
  private boolean keep(List<JsonObject> events) throws IOException {
    List<Webhook> webhooks = parts.file.read();
    boolean kept = false;
    for (JsonObject event : events) {
      for (Webhook webhook : webhooks) {
        if (webhook.wants(event)) {
          take(webhook, event);
          kept = true;
        }
      }
    }
    return kept;
  }

  /// Keeps what a webhook is to be told, unless so much waits for it that its receiver must be
  /// gone: what one can't take must not take the room of the others.
  private void take(Webhook webhook, JsonObject event) throws IOException {
    Delivery delivery = Delivery.of(webhook, event, parts.clock.instant());
    long waits =
        waiting.values().stream().filter(each -> each.webhook().equals(webhook.id())).count();
    if (waits < MOST_WAITING_EACH) {
      keep(delivery);
    } else {
      audit(
          "webhook.given-up",
          JsonObject.EMPTY
              .with("webhook", webhook.id())
              .with("delivery", delivery.id())
              .with("reason", "%d deliveries wait for it already".formatted(waits)));
    }
  }

  private void keep(Delivery delivery) throws IOException {
    parts.queue.put(delivery);
    waiting.put(delivery.id(), delivery);
  }

  private void forget(Delivery delivery) throws IOException {
    parts.queue.remove(delivery);
    waiting.remove(delivery.id());
  }

  /// Starts what is due.
  private void deliver() throws IOException {
    if (waiting.isEmpty()) {
      return;
    }
    Map<String, Webhook> webhooks = new HashMap<>();
    parts.file.read().forEach(each -> webhooks.put(each.id(), each));
    Instant now = parts.clock.instant();
    Map<String, List<Delivery>> due = new HashMap<>();
    for (Delivery delivery : List.copyOf(waiting.values())) {
      if (!webhooks.containsKey(delivery.webhook())) {
        forget(delivery);
      } else if (!now.isBefore(delivery.due())) {
        due.computeIfAbsent(delivery.webhook(), _ -> new ArrayList<>()).add(delivery);
      }
    }
    threads.removeIf(thread -> !thread.isAlive());
    for (Webhook webhook : webhooks.values()) {
      List<Delivery> deliveries = due.getOrDefault(webhook.id(), List.of());
      if (!deliveries.isEmpty() && busy.add(webhook.id())) {
        List<Delivery> inOrder =
            deliveries.stream().sorted(Comparator.comparingLong(Delivery::number)).toList();
        threads.add(Thread.ofVirtual().start(() -> deliver(webhook, inOrder)));
      }
    }
  }

  private void deliver(Webhook webhook, List<Delivery> deliveries) {
    try {
      for (Delivery delivery : deliveries) {
        if (!delivery.equals(waiting.get(delivery.id()))) {
          // Another thread of this webhook has dealt with it since the list was made.
          continue;
        }
        Optional<String> objection = sender.send(webhook, delivery);
        if (ending && objection.isPresent()) {
          // Not the receiver's fault.
          return;
        }
        settle(webhook, delivery, objection);
        if (objection.isPresent()) {
          // The others would fail alike, and have their turn soon.
          return;
        }
      }
    } catch (IOException | RuntimeException e) {
      trouble("webhook.stopped", JsonObject.EMPTY.with("reason", String.valueOf(e)));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      busy.remove(webhook.id());
    }
  }

  /// Writes down what came of an attempt, and when the next one is due.
  private void settle(Webhook webhook, Delivery delivery, Optional<String> objection)
      throws IOException {
    int attempt = delivery.attempts() + 1;
    JsonObject facts =
        JsonObject.EMPTY
            .with("webhook", webhook.id())
            .with("delivery", delivery.id())
            .with("of", delivery.payload().text("event"))
            .with("volume", delivery.payload().object("facts").flatMap(each -> each.find("volume")))
            .with("attempt", attempt)
            .with("reason", objection);
    if (objection.isEmpty()) {
      audit("webhook.delivered", facts);
      forget(delivery);
    } else if (attempt > limits.pauses().size()) {
      audit("webhook.given-up", facts);
      forget(delivery);
    } else {
      Duration pause = limits.pauses().get(attempt - 1);
      Instant due = parts.clock.instant().plus(pause);
      // Kept first: who reads of it in the log may count on when it is tried again.
      keep(delivery.again(due));
      audit("webhook.failed", facts.with("again", due.toString()));
    }
  }

  private void audit(String event, JsonObject facts) throws IOException {
    parts.audit.append(
        new AuditEvent(event, "hub", Optional.empty(), Optional.empty(), Optional.empty(), facts));
  }

  private void trouble(String event, JsonObject facts) {
    try {
      audit(event, facts);
    } catch (IOException | VolaryException _) {
      // The log is what could not be read or written.
    }
  }

  /// Ends it; what waits is delivered when it is started again.
  @Override
  public void close() {
    ending = true;
    ended.release();
    sender.close();
    for (Thread thread : List.copyOf(threads)) {
      thread.interrupt();
      try {
        thread.join(limits.attempt());
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
  }
}

package dev.volary.remote.server.hub.webhook;

import dev.volary.core.error.VolaryException;
import dev.volary.core.io.AtomicFile;
import dev.volary.core.session.DepotLock;
import dev.volary.remote.message.json.JsonText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/// The file that keeps webhooks with their secrets: JSON Lines, replaced as a whole, under a lock
/// between processes. Thread-safe.
///
/// @param depot the hub's directory, where locks are
/// @param folder where the file is
record WebhookFile(Path depot, Path folder) {
  private static final Duration WAIT = Duration.ofSeconds(30);

  private Path file() {
    return folder.resolve("webhooks");
  }

  List<Webhook> read() throws IOException {
    String text;
    try {
      text = Files.readString(file());
    } catch (NoSuchFileException _) {
      return List.of();
    }
    List<Webhook> webhooks = new ArrayList<>();
    for (String line : text.lines().toList()) {
      try {
        webhooks.add(Webhook.of(JsonText.read(line.getBytes(StandardCharsets.UTF_8))));
      } catch (VolaryException e) {
        throw VolaryException.corrupt(
            file().toString(), "line " + (webhooks.size() + 1) + " is no webhook");
      }
    }
    return webhooks;
  }

  void change(UnaryOperator<List<Webhook>> change) throws IOException {
    try (DepotLock _ = DepotLock.acquire(depot, "hub-webhooks", "changing webhooks", WAIT)) {
      StringBuilder text = new StringBuilder();
      change.apply(read()).forEach(each -> text.append(each.toJson()).append('\n'));
      // The folder above it lets nobody in but the hub.
      Files.createDirectories(folder);
      AtomicFile.publish(file(), text.toString().getBytes(StandardCharsets.UTF_8));
    }
  }
}

package dev.volary.remote.server.hub.webhook;

import dev.volary.core.error.VolaryException;
import dev.volary.core.io.AtomicFile;
import dev.volary.remote.message.json.JsonObject;
import dev.volary.remote.message.json.JsonText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What waits to be told, one file each, and how far the log was looked through for it.
///
/// @param folder where they are
record DeliveryQueue(Path folder) {
  private static final String SEEN = "seen";

  /// The number of the log's last line that was looked at, if any was.
  Optional<Long> seen() throws IOException {
    Optional<JsonObject> json = read(folder.resolve(SEEN));
    return json.map(each -> each.number("number"));
  }

  /// Says that all lines up to this one were looked at; durable.
  void seen(long number) throws IOException {
    write(folder.resolve(SEEN), JsonObject.EMPTY.with("number", number));
  }

  /// Keeps a delivery, in place of what was kept of it before; durable.
  void put(Delivery delivery) throws IOException {
    write(file(delivery), delivery.toJson());
  }

  void remove(Delivery delivery) throws IOException {
    AtomicFile.remove(file(delivery));
  }

  /// All that waits, in the order of the log.
  List<Delivery> all() throws IOException {
    List<Delivery> all = new ArrayList<>();
    if (!Files.isDirectory(folder)) {
      return all;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.json")) {
      for (Path file : files) {
        Optional<JsonObject> json = read(file);
        if (json.isPresent()) {
          all.add(Delivery.of(json.get()));
        }
      }
    }
    all.sort(Comparator.comparingLong(Delivery::number));
    return all;
  }

  private Path file(Delivery delivery) {
    return folder.resolve(delivery.id() + ".json");
  }

  private void write(Path file, JsonObject json) throws IOException {
    Files.createDirectories(folder);
    AtomicFile.publish(file, (json + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private static Optional<JsonObject> read(Path file) throws IOException {
    try {
      return Optional.of(JsonText.read(Files.readAllBytes(file)));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (VolaryException e) {
      throw VolaryException.corrupt(file.toString(), "it is no delivery, as " + e.getMessage());
    }
  }
}

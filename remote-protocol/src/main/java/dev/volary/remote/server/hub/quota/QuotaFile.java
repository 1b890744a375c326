package dev.volary.remote.server.hub.quota;

import dev.volary.core.error.VolaryException;
import dev.volary.core.io.AtomicFile;
import dev.volary.core.session.DepotLock;
import dev.volary.remote.message.hub.HubTime;
import dev.volary.remote.message.json.JsonObject;
import dev.volary.remote.message.json.JsonText;
import dev.volary.remote.server.hub.quota.QuotaBook.Counted;
import dev.volary.remote.server.hub.quota.QuotaBook.Deleted;
import dev.volary.remote.server.hub.quota.QuotaBook.Share;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/// The file that keeps a [QuotaBook]: JSON Lines, replaced as a whole, under a lock between
/// processes. Thread-safe.
///
/// @param depot the hub's directory, where locks are
record QuotaFile(Path depot, Path file) {
  private static final Duration WAIT = Duration.ofSeconds(30);

  QuotaBook read() throws IOException {
    try {
      return parse(Files.readString(file));
    } catch (NoSuchFileException _) {
      return QuotaBook.EMPTY;
    }
  }

  /// Changes it, durably.
  QuotaBook change(UnaryOperator<QuotaBook> change) throws IOException {
    try (DepotLock _ = DepotLock.acquire(depot, "hub-quotas", "counting", WAIT)) {
      QuotaBook before = read();
      QuotaBook after = change.apply(before);
      if (!after.equals(before)) {
        AtomicFile.publish(file, format(after).getBytes(StandardCharsets.UTF_8));
      }
      return after;
    }
  }

  private static String format(QuotaBook book) {
    StringBuilder text = new StringBuilder();
    book.limits()
        .forEach((of, bytes) ->
            line(text, "limit", JsonObject.EMPTY.with("of", of).with("bytes", bytes)));
    book.used().forEach((share, bytes) -> line(text, "used", json(share, bytes)));
    book.counted()
        .forEach(
            (push, each) -> line(text, "push", json(each.share(), each.bytes()).with("id", push)));
    book.deleted()
        .forEach(each ->
            line(
                text,
                "deleted",
                json(each.share(), each.bytes()).with("until", each.until().toString())));
    return text.toString();
  }

  private static void line(StringBuilder text, String kind, JsonObject what) {
    text.append(what.with("kind", kind)).append('\n');
  }

  private static JsonObject json(Share share, long bytes) {
    return JsonObject.EMPTY
        .with("volume", share.volume())
        .with("user", share.user())
        .with("bytes", bytes);
  }

  private QuotaBook parse(String text) {
    TreeMap<String, Long> limits = new TreeMap<>();
    Map<Share, Long> used = new HashMap<>();
    Map<String, Counted> counted = new HashMap<>();
    List<Deleted> deleted = new ArrayList<>();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      try {
        JsonObject json = JsonText.read(line.getBytes(StandardCharsets.UTF_8));
        long bytes = json.number("bytes");
        switch (json.text("kind")) {
          case "limit" -> limits.put(json.text("of"), bytes);
          case "used" -> used.put(share(json), bytes);
          case "push" -> counted.put(json.text("id"), new Counted(share(json), bytes));
          case "deleted" ->
              deleted.add(new Deleted(share(json), bytes, HubTime.of(json, "until").orElseThrow()));
          default -> throw VolaryException.corrupt(file.toString(), "line " + number);
        }
      } catch (VolaryException e) {
        throw VolaryException.corrupt(
            file.toString(), "line " + number + " is no limit and nothing counted");
      }
    }
    return new QuotaBook(limits, used, counted, deleted);
  }

  private static Share share(JsonObject json) {
    return new Share(json.text("volume"), json.text("user"));
  }
}

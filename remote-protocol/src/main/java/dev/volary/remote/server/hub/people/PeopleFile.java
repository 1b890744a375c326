package dev.volary.remote.server.hub.people;

import dev.volary.core.error.VolaryException;
import dev.volary.core.io.AtomicFile;
import dev.volary.core.session.DepotLock;
import dev.volary.remote.message.hub.HubInvitation;
import dev.volary.remote.message.hub.HubToken;
import dev.volary.remote.message.hub.HubUser;
import dev.volary.remote.message.json.JsonObject;
import dev.volary.remote.message.json.JsonText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The file that keeps whom a hub knows: JSON Lines, replaced as a whole, under a lock between
/// processes. Thread-safe.
///
/// What another process changes counts from the next look on.
public final class PeopleFile {
  private static final String LOCK = "hub-people";
  private static final Duration WAIT = Duration.ofSeconds(30);

  /// File systems stamp times so coarsely; a file that was just written may change unseen.
  private static final Duration STAMP = Duration.ofSeconds(2);

  private final Path depot;
  private final Path file;
  private final InstantSource clock;
  private @Nullable Seen seen;

  /// @param depot the hub's directory, where locks are
  public PeopleFile(Path depot, Path file, InstantSource clock) {
    this.depot = depot;
    this.file = file;
    this.clock = clock;
  }

  /// The file as it was found.
  private record Seen(@Nullable Object key, FileTime modified, long size, People people) {}

  /// A change, and what it comes to.
  @FunctionalInterface
  interface Change<T> {
    Changed<T> apply(People before);
  }

  /// What a change came to.
  record Changed<T>(People people, T result) {}

  /// Whom the hub knows now.
  public synchronized People read() throws IOException {
    BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
    Seen known = seen;
    if (known != null
        && now.size() == known.size
        && now.lastModifiedTime().equals(known.modified)
        && Objects.equals(now.fileKey(), known.key)) {
      return known.people;
    }
    People people = parse(Files.readAllBytes(file));
    Instant settled = now.lastModifiedTime().toInstant().plus(STAMP);
    seen =
        settled.isBefore(clock.instant())
            ? new Seen(now.fileKey(), now.lastModifiedTime(), now.size(), people)
            : null;
    return people;
  }

  /// Makes a change, durable when this returns.
  <T> T change(Change<T> change) throws IOException {
    try (DepotLock _ = DepotLock.acquire(depot, LOCK, "changing users", WAIT)) {
      Changed<T> changed = change.apply(Files.exists(file) ? read() : People.NONE);
      AtomicFile.publish(file, format(changed.people()));
      return changed.result();
    }
  }

  private static byte[] format(People people) {
    StringBuilder text = new StringBuilder();
    people.users().values().forEach(user -> line(text, "user", user.toJson()));
    people.groups().forEach(name -> line(text, "group", JsonObject.EMPTY.with("name", name)));
    people
        .tokens()
        .forEach((hash, token) -> line(text, "token", token.toJson().with("hash", hash)));
    people
        .invitations()
        .forEach((hash, one) -> line(text, "invitation", one.toJson().with("hash", hash)));
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void line(StringBuilder text, String kind, JsonObject what) {
    text.append(what.with("kind", kind)).append('\n');
  }

  private People parse(byte[] text) {
    TreeMap<String, HubUser> users = new TreeMap<>();
    TreeSet<String> groups = new TreeSet<>();
    TreeMap<String, HubToken> tokens = new TreeMap<>();
    TreeMap<String, HubInvitation> invitations = new TreeMap<>();
    int number = 0;
    for (String line : new String(text, StandardCharsets.UTF_8).lines().toList()) {
      number++;
      try {
        JsonObject json = JsonText.read(line.getBytes(StandardCharsets.UTF_8));
        switch (json.text("kind")) {
          case "user" -> users.put(json.text("name"), HubUser.of(json));
          case "group" -> groups.add(json.text("name"));
          case "token" -> tokens.put(json.text("hash"), HubToken.of(json));
          case "invitation" -> invitations.put(json.text("hash"), HubInvitation.of(json));
          default -> throw VolaryException.corrupt(file.toString(), "line " + number);
        }
      } catch (VolaryException e) {
        throw VolaryException.corrupt(
            file.toString(), "line " + number + " is no user, group, token or invitation");
      }
    }
    return new People(users, groups, tokens, invitations);
  }
}

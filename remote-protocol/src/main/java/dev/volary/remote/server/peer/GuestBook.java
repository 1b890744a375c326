package dev.volary.remote.server.peer;

import dev.volary.core.depot.Depot;
import dev.volary.core.depot.VolumeName;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.io.AtomicFile;
import dev.volary.core.io.ByteReader;
import dev.volary.core.io.ByteString;
import dev.volary.core.io.ByteWriter;
import dev.volary.core.io.Envelope;
import dev.volary.core.session.DepotLock;
import dev.volary.remote.message.peer.PeerCredential;
import dev.volary.remote.message.peer.Redemption;
import dev.volary.remote.server.web.PrivateFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// Who was invited and who was let in, on disk, by the hashes of their secrets. Thread-safe, and
/// safe between processes.
public final class GuestBook {
  private static final int MAX_ENTRIES = 10_000;
  private static final int MAX_NAME = 1024;
  private static final int KEY_BYTES = 8;

  /// 128 bits in hexadecimal.
  private static final int MIN_NONCE = 32;

  private static final Envelope SHELL = new Envelope("VGST", 1, 4 << 20);
  private static final String LOCK = "peer";

  private final Depot depot;
  private final Path folder;

  /// The guests of `depot`.
  public GuestBook(Depot depot) throws IOException {
    this.depot = depot;
    this.folder = PrivateFolder.make(folder(depot));
  }

  /// Where a depot keeps what it is known by and whom it knows.
  static Path folder(Depot depot) {
    return depot.layout().directory().resolve("peer");
  }

  /// Somebody invited, or let in.
  ///
  /// @param secret hash of the invitation's secret or of the credential
  /// @param name how they call themselves; empty for an invitation
  /// @param until when an invitation expires, or when somebody was let in
  record Entry(boolean invited, ByteString secret, VolumeName volume, String name, Instant until) {}

  /// Somebody who was let in.
  ///
  /// @param key names them for ever
  public record Guest(String key, VolumeName volume, String name, Instant since) {}

  /// Invites somebody to a volume and returns the secret, which is not kept.
  public String invite(VolumeName volume, Duration valid) throws IOException {
    String secret = Secrets.make(depot.surroundings().random());
    Instant now = now();
    try (DepotLock _ = depot.lock(LOCK, "inviting")) {
      List<Entry> entries = current(now);
      entries.add(new Entry(true, Secrets.hash(secret), volume, "", now.plus(valid)));
      write(entries);
    }
    return secret;
  }

  /// Exchanges an invitation's secret for a credential, once; the same exchange made again, as by a
  /// client that was killed before it had the answer, gives the same one. NOT_PERMITTED where there
  /// is no such invitation, or not any more.
  PeerCredential redeem(Redemption redemption) throws IOException {
    if (redemption.nonce().length() < MIN_NONCE) {
      throw new VolaryException(
          Fault.USAGE, "a nonce has at least " + MIN_NONCE + " characters: draw a longer one");
    }
    ByteString hash = Secrets.hash(redemption.secret());
    // Who has both words has the credential: to tell it again tells nothing new.
    String token = PeerCredential.PREFIX + Secrets.joined(redemption.secret(), redemption.nonce());
    ByteString credential = Secrets.hash(token);
    Instant now = now();
    try (DepotLock _ = depot.lock(LOCK, "letting a peer in")) {
      List<Entry> entries = current(now);
      Optional<Entry> guest = entry(entries, false, credential);
      if (guest.isPresent()) {
        return new PeerCredential(token, guest.get().volume().text());
      }
      Entry invitation =
          entry(entries, true, hash)
              .orElseThrow(() ->
                  new VolaryException(
                      Fault.NOT_PERMITTED,
                      "the invitation is not valid, was used, or has expired: ask for another"));
      entries.remove(invitation);
      entries.add(new Entry(false, credential, invitation.volume(), redemption.name(), now));
      write(entries);
      return new PeerCredential(token, invitation.volume().text());
    }
  }

  private static Optional<Entry> entry(List<Entry> entries, boolean invited, ByteString secret) {
    return entries.stream()
        .filter(entry -> entry.invited() == invited && entry.secret().equals(secret))
        .findFirst();
  }

  /// Finds who has a credential.
  Optional<Guest> find(String token) throws IOException {
    return entry(read(), false, Secrets.hash(token)).map(GuestBook::guest);
  }

  /// Returns who was let in.
  public List<Guest> guests() throws IOException {
    return read().stream().filter(entry -> !entry.invited()).map(GuestBook::guest).toList();
  }

  /// Lets somebody in no longer; returns whether there was anybody of this key.
  public boolean remove(String key) throws IOException {
    try (DepotLock _ = depot.lock(LOCK, "removing a peer")) {
      List<Entry> entries = current(now());
      boolean removed =
          entries.removeIf(entry -> !entry.invited() && guest(entry).key().equals(key));
      write(entries);
      return removed;
    }
  }

  private static Guest guest(Entry entry) {
    String key = "peer:" + HexFormat.of().formatHex(entry.secret().bytes(), 0, KEY_BYTES);
    return new Guest(key, entry.volume(), entry.name(), entry.until());
  }

  /// What counts now: invitations that have expired do not.
  private List<Entry> current(Instant now) throws IOException {
    List<Entry> entries = new ArrayList<>(read());
    entries.removeIf(entry -> entry.invited() && entry.until().isBefore(now));
    return entries;
  }

  private List<Entry> read() throws IOException {
    Optional<ByteReader> file = SHELL.read(folder.resolve("guests"));
    List<Entry> entries = new ArrayList<>();
    if (file.isPresent()) {
      ByteReader in = file.get();
      int count = (int) in.varint(MAX_ENTRIES);
      for (int i = 0; i < count; i++) {
        entries.add(
            new Entry(
                in.u8() == 1,
                in.sized(Secrets.HASH_BYTES),
                new VolumeName(text(in)),
                text(in),
                Instant.ofEpochSecond(in.u64())));
      }
      in.end();
    }
    return entries;
  }

  private void write(List<Entry> entries) throws IOException {
    if (entries.size() > MAX_ENTRIES) {
      throw new VolaryException(Fault.LIMIT, "there are too many guests: remove some");
    }
    ByteWriter out = new ByteWriter();
    out.varint(entries.size());
    for (Entry entry : entries) {
      out.u8(entry.invited() ? 1 : 0).sized(entry.secret());
      out.sized(ByteString.utf8(entry.volume().text())).sized(ByteString.utf8(entry.name()));
      out.u64(entry.until().getEpochSecond());
    }
    AtomicFile.publish(folder.resolve("guests"), SHELL.seal(out));
  }

  private static String text(ByteReader in) {
    return new String(in.sized(MAX_NAME).bytes(), StandardCharsets.UTF_8);
  }

  private Instant now() {
    return depot.surroundings().clock().instant();
  }
}

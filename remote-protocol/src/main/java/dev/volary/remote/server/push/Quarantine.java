package dev.volary.remote.server.push;

import dev.volary.core.depot.Depot;
import dev.volary.core.depot.Trees;
import dev.volary.core.io.AtomicFile;
import dev.volary.core.linux.OfdLock;
import dev.volary.core.store.ObjectStore;
import dev.volary.remote.message.TransferId;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The folders of pushes under way, one each; they outlive the process, so that a push can go on.
final class Quarantine {
  private static final String LOCK = "lock";
  private static final Duration WAIT = Duration.ofSeconds(30);

  private final Depot depot;
  private final Path folder;

  Quarantine(Depot depot) {
    this.depot = depot;
    this.folder = depot.layout().directory().resolve("quarantine");
  }

  /// A push that is kept.
  record Kept(TransferId id, Path folder, PushRecord record) {}

  Path folder(TransferId id) {
    return folder.resolve(id.toHex());
  }

  Path store(TransferId id) {
    return folder(id).resolve("store");
  }

  /// Makes a folder with an empty store for a push; durable.
  TransferId make(PushRecord record, Claim claim) throws IOException {
    var random = depot.surroundings().random();
    TransferId id = new TransferId(random.nextLong(), random.nextLong());
    Files.createDirectories(store(id));
    ObjectStore.createAside(store(id));
    claim.write(folder(id));
    // Last: without it there is no push.
    record.write(folder(id));
    touch(id);
    AtomicFile.syncDirectory(folder);
    return id;
  }

  /// What a push takes of the room there is; NOT_FOUND where there is no such push.
  Claim claim(TransferId id) throws IOException {
    return Claim.read(folder(id)).orElseThrow(PushSessions::none);
  }

  /// Changes what a push takes.
  void claim(TransferId id, Claim claim) throws IOException {
    claim.write(folder(id));
  }

  /// A claim.
  ///
  /// @param touched when the push went on last
  record Claimed(Claim claim, Instant touched) {}

  /// The claims of all pushes.
  Map<TransferId, Claimed> claims() throws IOException {
    Map<TransferId, Claimed> claims = new HashMap<>();
    for (TransferId id : ids()) {
      try {
        Optional<Claim> claim = Claim.read(folder(id));
        if (claim.isPresent()) {
          Path dated = PushRecord.file(folder(id));
          claims.put(id, new Claimed(claim.get(), Files.getLastModifiedTime(dated).toInstant()));
        }
      } catch (NoSuchFileException _) {
        // It ended meanwhile.
      }
    }
    return claims;
  }

  /// Whether there is a push of this id.
  boolean contains(TransferId id) {
    return Files.exists(PushRecord.file(folder(id)));
  }

  /// Says that the push goes on.
  void touch(TransferId id) throws IOException {
    Files.setLastModifiedTime(
        PushRecord.file(folder(id)), FileTime.from(depot.surroundings().clock().instant()));
  }

  /// What is kept of a push, if there is one.
  Optional<PushRecord> read(TransferId id) throws IOException {
    return Claim.read(folder(id)).isPresent() ? PushRecord.read(folder(id)) : Optional.empty();
  }

  List<Kept> all() throws IOException {
    List<Kept> all = new ArrayList<>();
    for (TransferId id : ids()) {
      read(id).ifPresent(record -> all.add(new Kept(id, folder(id), record)));
    }
    return all;
  }

  private List<TransferId> ids() throws IOException {
    List<TransferId> ids = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
        for (Path entry : entries) {
          if (entry.getFileName().toString().matches("[0-9a-f]{32}")) {
            ids.add(TransferId.hex(entry.getFileName().toString()));
          }
        }
      }
    }
    return ids;
  }

  /// Takes the push for one request; BUSY while another one has it. The lock's file goes with the
  /// folder, whose name is never used again.
  OfdLock lock(TransferId id) throws IOException {
    return OfdLock.lock(folder(id).resolve(LOCK), false, WAIT);
  }

  void remove(TransferId id) throws IOException {
    Trees.deleteIfExists(folder(id));
  }

  /// Removes what nobody has gone on with since `before`, and what a crash left half made.
  void expire(Instant before) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        Path file = PushRecord.file(entry);
        Path dated = Files.exists(file) ? file : entry;
        if (Files.getLastModifiedTime(dated).toInstant().isBefore(before)) {
          removeUnlessBusy(entry);
        }
      }
    }
  }

  private static void removeUnlessBusy(Path entry) throws IOException {
    Optional<OfdLock> lock = OfdLock.tryLock(entry.resolve(LOCK), false);
    if (lock.isPresent()) {
      try (OfdLock _ = lock.get()) {
        Trees.deleteIfExists(entry);
      }
    }
  }
}

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
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
  TransferId make(PushRecord record) throws IOException {
    var random = depot.surroundings().random();
    TransferId id = new TransferId(random.nextLong(), random.nextLong());
    Files.createDirectories(store(id));
    ObjectStore.createAside(store(id));
    record.write(folder(id));
    touch(id);
    AtomicFile.syncDirectory(folder);
    return id;
  }

  /// Says that the push goes on.
  void touch(TransferId id) throws IOException {
    Files.setLastModifiedTime(
        PushRecord.file(folder(id)), FileTime.from(depot.surroundings().clock().instant()));
  }

  Optional<PushRecord> read(TransferId id) throws IOException {
    return PushRecord.read(folder(id));
  }

  List<Kept> all() throws IOException {
    List<Kept> all = new ArrayList<>();
    if (!Files.isDirectory(folder)) {
      return all;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        if (entry.getFileName().toString().matches("[0-9a-f]{32}")) {
          TransferId id = TransferId.hex(entry.getFileName().toString());
          read(id).ifPresent(record -> all.add(new Kept(id, entry, record)));
        }
      }
    }
    return all;
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

package dev.volary.remote.client.push;

import dev.volary.core.hash.ObjectId;
import dev.volary.core.reach.Closure;
import dev.volary.core.reach.ObjectSet;
import dev.volary.core.store.ObjectStore;
import dev.volary.remote.client.call.Connection;
import dev.volary.remote.message.ObjectRef;
import dev.volary.remote.message.TransferId;
import dev.volary.remote.message.TransferLimits;
import dev.volary.remote.transfer.Batching;
import dev.volary.remote.transfer.PackSplitter;
import dev.volary.remote.transfer.TransferPhase;
import dev.volary.remote.transfer.TransferProgress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/// Sends the objects of one push: walks the new commits' trees, leaves out what the other side has,
/// and ships the rest in packs, in the order it lies here.
final class ObjectPush {
  private final Connection connection;
  private final ObjectStore store;
  private final Path folder;
  private final TransferProgress progress;
  private long objects;
  private long bytes;
  private int nextPack;

  /// @param folder where a pack stands until it is sent
  ObjectPush(Connection connection, ObjectStore store, Path folder, TransferProgress progress) {
    this.connection = connection;
    this.store = store;
    this.folder = folder;
    this.progress = progress;
  }

  /// What is to be sent.
  ///
  /// @param resumed whether some of it may be there from an earlier attempt
  /// @param firstPack the number of the first pack; one that no earlier attempt used
  /// @param roots of the commits, ancestors first
  /// @param there what the other side has for sure; the walk adds to `passed`, which begins equal
  record Task(
      TransferId session,
      boolean resumed,
      int firstPack,
      long maxPackBytes,
      List<ObjectId> roots,
      ObjectSet there,
      ObjectSet passed) {}

  /// Sends everything.
  void run(Task task) throws IOException {
    nextPack = task.firstPack;
    try (PackSplitter packs =
        new PackSplitter(folder, task.maxPackBytes, file -> put(task.session, file))) {
      Batching<ObjectRef> batches =
          new Batching<>(TransferLimits.MAX_OBJECTS, batch -> ship(task, batch, packs));
      new Closure(store, task.passed)
          .walk(
              task.roots,
              (kind, id) -> {
                batches.accept(new ObjectRef(kind, id));
                return true;
              });
      batches.flush();
      packs.flush();
    }
  }

  private void ship(Task task, List<ObjectRef> batch, PackSplitter packs) {
    List<ObjectRef> missing = task.resumed ? connection.missing(task.session, batch) : batch;
    Set<ObjectId> lacking = new HashSet<>();
    missing.forEach(object -> lacking.add(object.id()));
    for (ObjectRef object : batch) {
      if (!lacking.contains(object.id())) {
        task.there.add(object.kind(), object.id());
      }
    }
    List<ObjectId> ids =
        batch.stream().map(ObjectRef::id).filter(lacking::contains).distinct().toList();
    store.ship(ids, id -> isThere(task, id), packs);
    missing.forEach(object -> task.there.add(object.kind(), object.id()));
    objects += ids.size();
  }

  private boolean isThere(Task task, ObjectId id) {
    return store.kindOf(id).map(kind -> task.there.contains(kind, id)).orElse(false);
  }

  private void put(TransferId session, Path file) throws IOException {
    long length = Files.size(file);
    connection.put(
        session,
        nextPack++,
        file,
        gone -> progress.at(TransferPhase.BYTES, bytes + gone, OptionalLong.empty()));
    bytes += length;
  }

  long objects() {
    return objects;
  }

  long bytes() {
    return bytes;
  }
}

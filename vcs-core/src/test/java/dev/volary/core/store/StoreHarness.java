package dev.volary.core.store;

import dev.volary.core.hash.ObjectHash;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.hash.ObjectKind;
import dev.volary.core.object.BasePiece;
import dev.volary.core.object.NewObject;
import dev.volary.core.session.Session;
import dev.volary.core.session.Sessions;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;

/// A store in a directory, with sessions and made-up objects.
final class StoreHarness implements AutoCloseable {
  final Path directory;
  final Sessions sessions;
  ObjectStore store;

  StoreHarness(Path directory, StoreOptions options) throws IOException {
    this.directory = directory;
    ObjectStore.create(directory);
    this.sessions =
        Sessions.open(
            directory,
            ObjectStore.manifestOf(directory),
            InstantSource.system(),
            new SecureRandom());
    this.store = ObjectStore.open(directory, options);
  }

  static StoreOptions options() {
    return StoreOptions.defaults(new SecureRandom()).withSpace(SpaceLimit.NONE).checkingIds();
  }

  /// Closes the store and opens it again with nothing in memory.
  void reopen() throws IOException {
    StoreOptions options = store.options();
    store.close();
    store = ObjectStore.open(directory, options);
  }

  /// What is done with a transaction.
  interface Work {
    void with(ObjectTransaction transaction) throws IOException;
  }

  /// Does `work` in a transaction of its own and publishes it.
  TransactionStats commit(Work work) throws IOException {
    try (Session session = sessions.begin("test");
        ObjectTransaction transaction = store.begin(session)) {
      work.with(transaction);
      transaction.publish();
      return transaction.stats();
    }
  }

  static NewObject plain(ObjectKind kind, byte[] bytes) {
    return new NewObject(ObjectHash.of(kind, bytes), kind, bytes, List.of());
  }

  static NewObject chunk(byte[] bytes) {
    return plain(ObjectKind.CHUNK, bytes);
  }

  static NewObject based(NewObject base, byte[] bytes) {
    ObjectId id = ObjectHash.of(base.kind(), bytes);
    return new NewObject(
        id, base.kind(), bytes, List.of(new BasePiece(base.id(), 0, base.plain().length)));
  }

  static byte[] random(Random random, int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return bytes;
  }

  /// Bytes that compress about 2:1.
  static byte[] text(Random random, int size) {
    byte[] bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      bytes[i] = (byte) ('a' + random.nextInt(14));
    }
    return bytes;
  }

  static byte[] touched(Random random, byte[] bytes, int places) {
    byte[] out = bytes.clone();
    for (int i = 0; i < places; i++) {
      out[random.nextInt(out.length)]++;
    }
    return out;
  }

  @Override
  public void close() {
    store.close();
  }
}

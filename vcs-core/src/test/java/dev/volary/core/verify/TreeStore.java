package dev.volary.core.verify;

import dev.volary.core.hash.ObjectHash;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.hash.ObjectKind;
import dev.volary.core.io.ByteString;
import dev.volary.core.object.Attributes;
import dev.volary.core.object.BasePiece;
import dev.volary.core.object.Content;
import dev.volary.core.object.Entry;
import dev.volary.core.object.Extent;
import dev.volary.core.object.NewObject;
import dev.volary.core.object.Node;
import dev.volary.core.object.ObjectSink;
import dev.volary.core.object.PreviousDirectory;
import dev.volary.core.object.tree.DirectoryReader;
import dev.volary.core.object.tree.DirectoryWriter;
import dev.volary.core.object.tree.FileMapReader;
import dev.volary.core.object.tree.FileMapWriter;
import dev.volary.core.object.tree.Top;
import dev.volary.core.session.Session;
import dev.volary.core.session.Sessions;
import dev.volary.core.store.ObjectStore;
import dev.volary.core.store.ObjectTransaction;
import dev.volary.core.store.SpaceLimit;
import dev.volary.core.store.StoreOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/// A store in a directory that trees of files are committed to, each based on the one before.
public final class TreeStore implements AutoCloseable {
  private static final int CHUNK_LENGTH = 20_000;

  public final Path directory;
  public final Sessions sessions;
  public ObjectStore store;

  public TreeStore(Path directory, StoreOptions options) throws IOException {
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

  public static StoreOptions options() {
    return StoreOptions.defaults(new SecureRandom()).withSpace(SpaceLimit.NONE).checkingIds();
  }

  /// Closes the store and opens it again with nothing in memory.
  public void reopen() throws IOException {
    store.close();
    store = ObjectStore.open(directory, options());
  }

  /// Returns made-up files by path: half of them random bytes, half compressible.
  public static SortedMap<String, byte[]> files(RandomGenerator random, int count) {
    SortedMap<String, byte[]> files = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      byte[] bytes = new byte[random.nextInt(5) == 0 ? 0 : random.nextInt(90_000)];
      if (random.nextBoolean()) {
        random.nextBytes(bytes);
      } else {
        for (int at = 0; at < bytes.length; at++) {
          bytes[at] = (byte) ('a' + random.nextInt(9));
        }
      }
      files.put("d" + random.nextInt(4) + "/e" + random.nextInt(2) + "/file" + i, bytes);
    }
    return files;
  }

  /// Returns the files with some bytes of some of them changed.
  public static SortedMap<String, byte[]> touched(
      RandomGenerator random, SortedMap<String, byte[]> files) {
    SortedMap<String, byte[]> out = new TreeMap<>(files);
    out.replaceAll((path, bytes) -> {
      byte[] copy = bytes.clone();
      for (int i = random.nextInt(4); i > 0 && copy.length > 0; i--) {
        copy[random.nextInt(copy.length)]++;
      }
      return copy;
    });
    return out;
  }

  /// Commits a tree and returns its root.
  public ObjectId commit(SortedMap<String, byte[]> files, Optional<ObjectId> parent)
      throws IOException {
    try (Session session = sessions.begin("commit");
        ObjectTransaction transaction = store.begin(session)) {
      ObjectId root = put(transaction, files, parent);
      transaction.publish();
      return root;
    }
  }

  /// Puts a tree into a transaction.
  public ObjectId put(
      ObjectTransaction transaction, SortedMap<String, byte[]> files, Optional<ObjectId> parent) {
    Optional<ObjectId> before = parent.map(root -> Top.read(store, root).directory());
    return new Top(attributes(), directory(transaction, files, before)).write(transaction);
  }

  private ObjectId directory(
      ObjectSink sink, SortedMap<String, byte[]> files, Optional<ObjectId> before) {
    DirectoryWriter writer =
        new DirectoryWriter(sink, before.map(id -> new PreviousDirectory(store, id)));
    SortedMap<String, SortedMap<String, byte[]>> below = new TreeMap<>();
    SortedMap<String, byte[]> own = new TreeMap<>();
    files.forEach((path, bytes) -> {
      int slash = path.indexOf('/');
      if (slash < 0) {
        own.put(path, bytes);
        below.put(path, new TreeMap<>());
      } else {
        below
            .computeIfAbsent(path.substring(0, slash), name -> new TreeMap<>())
            .put(path.substring(slash + 1), bytes);
      }
    });
    below.forEach((name, rest) -> {
      Optional<Node> old =
          before
              .flatMap(id -> new DirectoryReader(store).find(id, ByteString.utf8(name)))
              .map(Entry::node);
      byte[] bytes = own.get(name);
      Node node = bytes != null ? file(sink, bytes, old) : folder(sink, rest, old);
      writer.add(new Entry(ByteString.utf8(name), attributes(), Optional.empty(), node));
    });
    return writer.finish();
  }

  private Node folder(ObjectSink sink, SortedMap<String, byte[]> files, Optional<Node> old) {
    Optional<ObjectId> before =
        old.map(node -> node instanceof Node.DirectoryNode(ObjectId id) ? id : null);
    return new Node.DirectoryNode(directory(sink, files, before));
  }

  private Node file(ObjectSink sink, byte[] bytes, Optional<Node> old) {
    List<Extent> before = new ArrayList<>();
    if (old.isPresent() && old.get() instanceof Node.RegularNode(long size, Content content)) {
      new FileMapReader(store).extents(content, size).forEachRemaining(before::add);
    }
    FileMapWriter writer = new FileMapWriter(sink);
    for (int from = 0, i = 0; from < bytes.length; from += CHUNK_LENGTH, i++) {
      int length = Math.min(CHUNK_LENGTH, bytes.length - from);
      byte[] plain = new byte[length];
      System.arraycopy(bytes, from, plain, 0, length);
      ObjectId id = ObjectHash.of(ObjectKind.CHUNK, plain);
      List<BasePiece> base = new ArrayList<>();
      if (i < before.size() && before.get(i).chunk().isPresent()) {
        base.add(new BasePiece(before.get(i).chunk().get(), 0, (int) before.get(i).length()));
      }
      if (!sink.has(id)) {
        sink.put(new NewObject(id, ObjectKind.CHUNK, plain, base));
      }
      writer.chunk(id, length);
    }
    return new Node.RegularNode(bytes.length, writer.finish());
  }

  public static Attributes attributes() {
    return Attributes.plain(0755, 0, 0, 0, 0);
  }

  /// Checks the store with nothing in memory, every root held by the branch of its number.
  public VerifyReport verify(List<ObjectId> roots) throws IOException {
    List<VerifyRoot> held = new ArrayList<>();
    for (int i = 0; i < roots.size(); i++) {
      held.add(new VerifyRoot(roots.get(i), "pgdata", "commit" + i, "branch" + i));
    }
    return Verify.run(
        new VerifyRequest(
            directory, directory.resolve("temporary"), options(), held, VerifyProgress.SILENT));
  }

  @Override
  public void close() {
    store.close();
  }
}

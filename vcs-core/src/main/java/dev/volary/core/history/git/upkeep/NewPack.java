package dev.volary.core.history.git.upkeep;

import dev.volary.core.error.VolaryException;
import dev.volary.core.io.AtomicFile;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.internal.storage.file.Pack;
import org.eclipse.jgit.internal.storage.pack.PackWriter;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.revwalk.RevObject;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.pack.PackConfig;

/// A pack of chosen objects that is durable before anything it replaces goes; the repository's lock
/// must be held.
final class NewPack {
  /// How files begin that are not complete.
  static final String TEMPORARY = "tmp_volary_";

  private static final int BUFFER_BYTES = 64 << 10;

  private final FileRepository repository;
  private final Path packs;

  NewPack(FileRepository repository) {
    this.repository = repository;
    this.packs = repository.getObjectsDirectory().toPath().resolve("pack");
  }

  /// Writes the pack, flushes it and finds every object in it; returns its name.
  String write(Set<ObjectId> ids) throws IOException {
    String name = store(ids);
    require(name, ids);
    return name;
  }

  private String store(Set<ObjectId> ids) throws IOException {
    PackConfig config = new PackConfig(repository);
    config.setThreads(1);
    config.setBuildBitmaps(false);
    config.setIndexVersion(2);
    try (ObjectReader reader = repository.newObjectReader();
        PackWriter writer = new PackWriter(config, reader);
        RevWalk walk = new RevWalk(reader)) {
      List<RevObject> all = new ArrayList<>(ids.size());
      for (ObjectId id : ids) {
        all.add(walk.lookupAny(id, reader.open(id).getType()));
      }
      writer.setDeltaBaseAsOffset(true);
      writer.preparePack(all.iterator());
      String name = writer.computeName().name();
      Path pack = packs.resolve(TEMPORARY + name + ".pack");
      Path index = packs.resolve(TEMPORARY + name + ".idx");
      store(
          pack,
          out -> writer.writePack(NullProgressMonitor.INSTANCE, NullProgressMonitor.INSTANCE, out));
      store(index, writer::writeIndex);
      publish(pack, packs.resolve("pack-" + name + ".pack"));
      // A reader takes a pack for there once its index is.
      AtomicFile.syncDirectory(packs);
      publish(index, packs.resolve("pack-" + name + ".idx"));
      AtomicFile.syncDirectory(packs);
      return name;
    }
  }

  /// Bytes on their way to a file.
  @FunctionalInterface
  private interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  private static void store(Path file, Content content) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER_BYTES);
      content.writeTo(out);
      out.flush();
      channel.force(true);
    }
  }

  private static void publish(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /// Nothing is deleted before every object has been found in the new pack.
  private void require(String name, Set<ObjectId> ids) throws IOException {
    Path file = packs.resolve("pack-" + name + ".pack");
    Pack pack = repository.getObjectDatabase().openPack(file.toFile());
    for (ObjectId id : ids) {
      if (!pack.hasObject(id)) {
        throw VolaryException.corrupt(file.toString(), "it lacks " + id.name());
      }
    }
  }
}

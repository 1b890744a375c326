package dev.volary.core.history.git;

import dev.volary.core.error.VolaryException;
import dev.volary.core.io.AtomicFile;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.internal.storage.file.Pack;
import org.eclipse.jgit.internal.storage.file.PackIndex;
import org.eclipse.jgit.internal.storage.pack.PackExt;
import org.eclipse.jgit.internal.storage.pack.PackWriter;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.revwalk.RevObject;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.pack.PackConfig;

/// Packs loose objects once there are many; the repository's lock must be held.
///
/// Packs are merged geometrically: a new pack swallows those up to twice its size, so that their
/// number stays logarithmic and each object is rewritten a logarithmic number of times. Nothing is
/// dropped, reachable or not: commits are small, and one may be about to be named by a ref.
final class ObjectPacking {
  /// From so many loose objects on (three a commit) they are packed.
  static final int LOOSE_LIMIT = 256;

  private static final String TEMPORARY = "tmp_volary_";
  private static final int BUFFER_BYTES = 64 << 10;

  private final BareRepository repository;
  private final Path objects;
  private final Path packs;

  ObjectPacking(BareRepository repository) {
    this.repository = repository;
    this.objects = repository.gitDir().resolve("objects");
    this.packs = objects.resolve("pack");
  }

  /// Packs if there is reason to; returns how many objects were packed.
  int pack() throws IOException {
    removeLeftovers();
    List<Path> loose = loose();
    if (loose.size() < LOOSE_LIMIT) {
      return 0;
    }
    Set<ObjectId> ids = new LinkedHashSet<>();
    for (Path file : loose) {
      ids.add(ObjectId.fromString(objects.relativize(file).toString().replace("/", "")));
    }
    List<Pack> merged = new ArrayList<>();
    for (Listed listed : smallestFirst()) {
      if (listed.ids().size() > 2 * ids.size()) {
        break;
      }
      merged.add(listed.pack());
      ids.addAll(listed.ids());
    }
    String name = write(ids);
    require(name, ids);
    for (Pack pack : merged) {
      if (!pack.getPackName().equals(name)) {
        remove(pack);
      }
    }
    removeLoose(loose);
    return ids.size();
  }

  /// A pack and what it holds.
  private record Listed(Pack pack, List<ObjectId> ids) {}

  private List<Listed> smallestFirst() {
    List<Listed> all = new ArrayList<>();
    for (Pack pack : repository.files().getObjectDatabase().getPacks()) {
      List<ObjectId> ids = new ArrayList<>();
      for (PackIndex.MutableEntry entry : pack) {
        ids.add(entry.toObjectId());
      }
      all.add(new Listed(pack, ids));
    }
    all.sort(Comparator.comparingInt(listed -> listed.ids().size()));
    return all;
  }

  private String write(Set<ObjectId> ids) throws IOException {
    FileRepository files = repository.files();
    PackConfig config = new PackConfig(files);
    config.setThreads(1);
    config.setBuildBitmaps(false);
    config.setIndexVersion(2);
    try (ObjectReader reader = files.newObjectReader();
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
    Pack pack = repository.files().getObjectDatabase().openPack(file.toFile());
    for (ObjectId id : ids) {
      if (!pack.hasObject(id)) {
        throw VolaryException.corrupt(file.toString(), "it lacks " + id.name());
      }
    }
  }

  private void remove(Pack pack) throws IOException {
    Path file = pack.getPackFile().toPath();
    Path index = pack.getPackFile().create(PackExt.INDEX).toPath();
    Files.deleteIfExists(index);
    Files.deleteIfExists(file);
  }

  private static void removeLoose(List<Path> loose) throws IOException {
    Set<Path> fans = new LinkedHashSet<>();
    for (Path file : loose) {
      Files.deleteIfExists(file);
      fans.add(file.resolveSibling(""));
    }
    for (Path fan : fans) {
      try {
        Files.deleteIfExists(fan);
      } catch (DirectoryNotEmptyException _) {
        // Something that is no object lies there; it is not ours to remove.
      }
    }
  }

  private List<Path> loose() throws IOException {
    List<Path> all = new ArrayList<>();
    try (DirectoryStream<Path> fans = Files.newDirectoryStream(objects, "[0-9a-f][0-9a-f]")) {
      for (Path fan : fans) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(fan)) {
          for (Path file : files) {
            if (file.getFileName().toString().matches("[0-9a-f]{38}")) {
              all.add(file);
            }
          }
        }
      }
    }
    return all;
  }

  /// Objects are written under the lock only, so an unfinished one belongs to nobody alive.
  private void removeLeftovers() throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(objects, "noz*.tmp")) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(packs, TEMPORARY + "*")) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    }
  }
}

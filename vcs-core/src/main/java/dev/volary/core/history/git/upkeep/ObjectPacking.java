package dev.volary.core.history.git.upkeep;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.internal.storage.file.Pack;
import org.eclipse.jgit.internal.storage.file.PackIndex;
import org.eclipse.jgit.internal.storage.pack.PackExt;
import org.eclipse.jgit.lib.ObjectId;

/// Packs loose objects once there are many; the repository's lock must be held.
///
/// Packs are merged geometrically: a new pack swallows those up to twice its size, so that their
/// number stays logarithmic and each object is rewritten a logarithmic number of times. Nothing is
/// dropped, reachable or not: commits are small, and one may be about to be named by a ref.
public final class ObjectPacking {
  /// From so many loose objects on (three a commit) they are packed.
  public static final int LOOSE_LIMIT = 256;

  private final FileRepository repository;
  private final LooseObjects looseObjects;
  private final Path objects;
  private final Path packs;

  /// A packing of `repository`.
  public ObjectPacking(FileRepository repository) {
    this.repository = repository;
    this.objects = repository.getDirectory().toPath().resolve("objects");
    this.looseObjects = new LooseObjects(objects);
    this.packs = objects.resolve("pack");
  }

  /// Packs if there is reason to; returns how many objects were packed.
  public int pack() throws IOException {
    removeLeftovers();
    List<Path> loose = looseObjects.all();
    if (loose.size() < LOOSE_LIMIT) {
      return 0;
    }
    Set<ObjectId> ids = new LinkedHashSet<>();
    for (Path file : loose) {
      ids.add(looseObjects.id(file));
    }
    List<Pack> merged = new ArrayList<>();
    for (Listed listed : smallestFirst()) {
      if (listed.ids().size() > 2 * ids.size()) {
        break;
      }
      merged.add(listed.pack());
      ids.addAll(listed.ids());
    }
    String name = new NewPack(repository).write(ids);
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
    for (Pack pack : repository.getObjectDatabase().getPacks()) {
      List<ObjectId> ids = new ArrayList<>();
      for (PackIndex.MutableEntry entry : pack) {
        ids.add(entry.toObjectId());
      }
      all.add(new Listed(pack, ids));
    }
    all.sort(Comparator.comparingInt(listed -> listed.ids().size()));
    return all;
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

  /// Objects are written under the lock only, so an unfinished one belongs to nobody alive.
  private void removeLeftovers() throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(objects, "noz*.tmp")) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(packs, NewPack.TEMPORARY + "*")) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    }
  }
}

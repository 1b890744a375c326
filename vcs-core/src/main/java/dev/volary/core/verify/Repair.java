package dev.volary.core.verify;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.hash.ObjectKind;
import dev.volary.core.io.AtomicFile;
import dev.volary.core.object.BasePiece;
import dev.volary.core.object.NewObject;
import dev.volary.core.session.Session;
import dev.volary.core.session.Sessions;
import dev.volary.core.store.Catalogue;
import dev.volary.core.store.Damage;
import dev.volary.core.store.ObjectStore;
import dev.volary.core.store.ObjectTransaction;
import dev.volary.core.store.StoreOptions;
import dev.volary.core.store.manifest.PackInfo;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Brings a damaged store back to where every object that can be had is had, and none is listed
/// that cannot: so that committing the same files again brings back what was lost.
///
/// The manifest and the indexes are made anew from the packs. Of a damaged pack every sound object
/// is stored again; then the pack is taken off the list and its file set aside in the folder
/// `damaged`, not deleted. What is lost shows in a check before or after.
public final class Repair {
  /// Losing an object can make others undecodable, in as many steps as chains of bases are long.
  private static final int MAX_ROUNDS = 8;

  /// What a repair did.
  ///
  /// @param manifest whether the manifest was made anew from the packs
  /// @param indexes how many index files were written anew from the packs they cover
  /// @param setAside damaged packs whose files are in the folder `damaged` now
  /// @param savedObjects how many objects were taken over from those
  /// @param strayBytes what was freed of files that nothing lists
  public record Result(
      boolean manifest, int indexes, List<String> setAside, long savedObjects, long strayBytes) {
    public Result {
      setAside = List.copyOf(setAside);
    }

    /// Tells whether nothing had to be repaired.
    public boolean isIdle() {
      return !manifest && indexes == 0 && setAside.isEmpty();
    }
  }

  private final Path directory;
  private final StoreOptions options;
  private final IndexRepair indexes;
  private final List<String> setAside = new ArrayList<>();
  private int rewrittenIndexes;
  private long saved;

  private Repair(Path directory, StoreOptions options) throws IOException {
    this.directory = directory;
    this.options = options;
    this.indexes = new IndexRepair(directory, options);
  }

  /// Repairs the store in `directory`; fails with [Fault#BUSY] while any other session is running.
  public static Result run(Path directory, StoreOptions options, Sessions sessions)
      throws IOException {
    return new Repair(directory, options).run(sessions);
  }

  private Result run(Sessions sessions) throws IOException {
    // Without a manifest no session can begin, nor can anybody publish.
    boolean manifest = indexes.manifest();
    try (Session session = sessions.begin("fsck --repair")) {
      List<String> others = session.others();
      if (!others.isEmpty()) {
        throw new VolaryException(
            Fault.BUSY,
            "A repair must be alone on the depot, and there is "
                + String.join("; ", others)
                + "; try again when it has ended");
      }
      rewrittenIndexes += indexes.damaged();
      repairPacks(session);
      try (ObjectStore store = ObjectStore.open(directory, options)) {
        long strayBytes = store.catalogue().removeUnlisted(session);
        return new Result(manifest, rewrittenIndexes, setAside, saved, strayBytes);
      }
    }
  }

  private void repairPacks(Session session) throws IOException {
    for (int round = 0; round < MAX_ROUNDS; round++) {
      try (ObjectStore store = ObjectStore.open(directory, options)) {
        Map<PackInfo, Set<ObjectId>> damaged = damaged(store);
        if (damaged.isEmpty()) {
          return;
        }
        if (round > 0) {
          salvage(session, store, damaged);
          continue;
        }
        // An object that only its index does not lead to must not be taken for lost.
        rewrittenIndexes += indexes.covering(damaged.keySet());
      }
    }
  }

  /// Returns the packs that something is wrong with, each with those of its objects that are sound.
  private static Map<PackInfo, Set<ObjectId>> damaged(ObjectStore store) {
    Map<PackInfo, Set<ObjectId>> out = new LinkedHashMap<>();
    Catalogue catalogue = store.catalogue();
    for (PackInfo pack : catalogue.manifest().packs()) {
      Set<ObjectId> sound = new LinkedHashSet<>();
      boolean[] damaged = {false};
      catalogue.verify(
          pack,
          new Catalogue.Inspector() {
            @Override
            public void sound(ObjectId id, ObjectKind kind, int plainBytes) {
              sound.add(id);
            }

            @Override
            public void damaged(Damage damage) {
              damaged[0] = true;
            }
          });
      if (damaged[0]) {
        out.put(pack, sound);
      }
    }
    return out;
  }

  /// All damaged packs are condemned before anything is stored again, so that no copy in one of
  /// them is taken for a reason not to.
  private void salvage(Session session, ObjectStore store, Map<PackInfo, Set<ObjectId>> damaged)
      throws IOException {
    Catalogue catalogue = store.catalogue();
    catalogue.condemn(damaged.keySet());
    try (ObjectTransaction transaction = store.begin(session)) {
      for (Set<ObjectId> objects : damaged.values()) {
        objects.forEach(
            id -> store.kindOf(id).ifPresent(kind -> save(store, kind, id, transaction)));
      }
      transaction.publish();
      saved += transaction.stats().objects();
    }
    for (PackInfo pack : damaged.keySet()) {
      setAside(pack);
    }
    catalogue.drop(damaged.keySet());
  }

  private static void save(
      ObjectStore store, ObjectKind kind, ObjectId id, ObjectTransaction transaction) {
    if (!transaction.has(id)) {
      byte[] plain = store.read(kind, id);
      transaction.put(new NewObject(id, kind, plain, bases(store, kind, id)));
    }
  }

  /// What was a delta becomes one again, against the same objects as far as they are there.
  private static List<BasePiece> bases(ObjectStore store, ObjectKind kind, ObjectId id) {
    try {
      return store.catalogue().basesOf(id).stream()
          .limit(NewObject.MAX_PIECES)
          .map(base -> new BasePiece(base, 0, store.read(kind, base).length))
          .filter(piece -> piece.length() > 0)
          .toList();
    } catch (VolaryException e) {
      return List.of();
    }
  }

  private void setAside(PackInfo pack) throws IOException {
    String name = pack.name() + ".pack";
    Path folder = Files.createDirectories(directory.resolve("damaged"));
    String note = "";
    try {
      Files.createLink(folder.resolve(name), directory.resolve("packs").resolve(name));
    } catch (FileAlreadyExistsException e) {
      note = " (as before)"; // a repair was cut short between this and the next manifest
    } catch (NoSuchFileException e) {
      note = " (missing)";
    }
    AtomicFile.syncDirectory(folder);
    setAside.add(name + note);
  }
}

package dev.volary.core.operation;

import dev.volary.core.depot.Depot;
import dev.volary.core.depot.Suggestions;
import dev.volary.core.depot.Trees;
import dev.volary.core.depot.Volume;
import dev.volary.core.depot.VolumeName;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.CommitId;
import dev.volary.core.history.Identity;
import dev.volary.core.history.RefName;
import dev.volary.core.history.ShelvedRef;
import dev.volary.core.io.AtomicFile;
import dev.volary.core.session.DepotLock;
import dev.volary.core.session.Session;
import dev.volary.core.worktree.WorktreeFolder;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What was deleted and can still be brought back: branches and tags on their volume's shelf,
/// volumes in the depot's trash folder.
public final class Trash {
  /// How long deleted things stay.
  public static final Duration KEPT_FOR = Duration.ofDays(7);

  private static final List<String> SPACES =
      List.of(RefName.BRANCHES, RefName.TAGS, RefName.REMOTES);

  private final Depot depot;
  private final Identity who;

  /// @param who stands in the reflog of what is brought back
  public Trash(Depot depot, Identity who) {
    this.depot = depot;
    this.who = who;
  }

  /// A branch or tag that was just deleted.
  ///
  /// @param heldElsewhere whether another branch or tag has its commits, so that nothing comes free
  public record Deleted(ShelvedRef shelved, boolean heldElsewhere) {
    /// Returns when it is let go.
    public Instant expires() {
      return shelved.since().plus(KEPT_FOR);
    }
  }

  /// A deleted thing.
  ///
  /// @param name `VOLUME` or `VOLUME@BRANCH`
  /// @param kind `volume`, `branch` or `tag`
  /// @param deleted since when it is here
  public record Item(String name, String kind, Instant deleted, Where where) {
    /// Returns when it is let go.
    public Instant expires() {
      return deleted.plus(KEPT_FOR);
    }
  }

  /// Where a deleted thing lies.
  public sealed interface Where {
    /// A volume's folder in the trash.
    record Folder(Path path, VolumeName name) implements Where {}

    /// A branch's or tag's tip in its volume.
    record Shelf(Volume volume, ShelvedRef shelved) implements Where {}
  }

  /// Returns all that is in the trash, latest first.
  public List<Item> list() throws IOException {
    List<Item> items = new ArrayList<>(volumes());
    for (VolumeName name : depot.volumes()) {
      Volume volume = depot.volume(name);
      for (ShelvedRef ref : volume.history().refs().shelved(ShelvedRef.Shelf.TRASH)) {
        items.add(
            new Item(
                name + "@" + ref.origin().shortName(),
                ref.origin().isTag() ? "tag" : "branch",
                ref.since(),
                new Where.Shelf(volume, ref)));
      }
    }
    items.sort(Comparator.comparing(Item::deleted).reversed());
    return items;
  }

  /// Brings the latest deleted thing of this name back; CONFLICT where the name is taken by now.
  public Item restore(String name) throws IOException {
    List<Item> items = list();
    Item item =
        items.stream()
            .filter(i -> i.name().equals(name))
            .findFirst()
            .orElseThrow(() ->
                new VolaryException(
                    Fault.NOT_FOUND,
                    "there is no %s in the trash%s"
                        .formatted(
                            name,
                            Suggestions.hint(name, items.stream().map(Item::name).toList()))));
    try (Session _ = depot.begin("trash restore")) {
      switch (item.where()) {
        case Where.Folder(Path path, VolumeName volume) -> bringBack(path, volume);
        case Where.Shelf(Volume volume, ShelvedRef shelved) ->
            volume.history().refs().restore(shelved, shelved.origin(), who);
      }
    }
    return item;
  }

  /// Moves a volume's folder, and what the depot knows of its worktrees, into the trash; the
  /// worktrees' directories stay as they are. The caller holds the locks `volumes` and `worktrees`.
  void put(VolumeName name) throws IOException {
    depot.release(name);
    Path worktrees = Files.createDirectories(depot.layout().strayWorktrees(name));
    for (WorktreeFolder folder : ofVolume(name)) {
      Files.move(folder.directory(), worktrees.resolve(folder.id().text()));
    }
    Instant now = depot.surroundings().clock().instant();
    Path target = depot.layout().trash().resolve(now.toEpochMilli() + "-" + name);
    Files.move(depot.layout().volume(name), target);
    AtomicFile.syncDirectory(depot.layout().trash());
    AtomicFile.syncDirectory(depot.layout().volumes());
  }

  /// Tells whether a branch or tag other than `ref` contains `tip`.
  static boolean isHeldElsewhere(Volume volume, RefName ref, CommitId tip) {
    for (String space : SPACES) {
      for (Map.Entry<RefName, CommitId> other : volume.history().refs().list(space).entrySet()) {
        if (!other.getKey().equals(ref) && volume.history().isAncestor(tip, other.getValue())) {
          return true;
        }
      }
    }
    return false;
  }

  /// Lets go of everything deleted before `before`; the bytes come free with the next `gc`.
  public List<Item> empty(Instant before) throws IOException {
    List<Item> gone = new ArrayList<>();
    try (Session _ = depot.begin("trash empty")) {
      for (Item item : list()) {
        if (item.deleted().isAfter(before)) {
          continue;
        }
        switch (item.where()) {
          case Where.Folder(Path path, VolumeName _) -> discard(path);
          case Where.Shelf(Volume volume, ShelvedRef shelved) ->
              volume.history().refs().drop(shelved);
        }
        gone.add(item);
      }
    }
    return gone;
  }

  /// Renamed first, so that a crash leaves no half volume that gc would look into.
  private void discard(Path folder) throws IOException {
    Files.createDirectories(depot.layout().temporary());
    Path aside = depot.layout().temporary().resolve("trash-" + folder.getFileName());
    Trees.deleteIfExists(aside);
    Files.move(folder, aside);
    AtomicFile.syncDirectory(depot.layout().trash());
    Trees.deleteIfExists(aside);
  }

  private List<Item> volumes() throws IOException {
    return volumes(depot);
  }

  /// Returns the folders of deleted volumes, whose commits still hold their data.
  static List<Item> volumes(Depot depot) throws IOException {
    List<Item> items = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(depot.layout().trash())) {
      for (Path entry : entries) {
        parse(entry).ifPresent(items::add);
      }
    }
    return items;
  }

  private static Optional<Item> parse(Path entry) {
    String text = entry.getFileName().toString();
    int dash = text.indexOf('-');
    if (dash < 1 || !VolumeName.isValid(text.substring(dash + 1))) {
      return Optional.empty();
    }
    try {
      Instant deleted = Instant.ofEpochMilli(Long.parseLong(text.substring(0, dash)));
      VolumeName name = new VolumeName(text.substring(dash + 1));
      return Optional.of(new Item(name.text(), "volume", deleted, new Where.Folder(entry, name)));
    } catch (NumberFormatException | DateTimeException e) {
      return Optional.empty(); // not ours
    }
  }

  private void bringBack(Path folder, VolumeName name) throws IOException {
    try (DepotLock _ = depot.lock("volumes", "trash restore");
        DepotLock _ = depot.lock("worktrees", "trash restore")) {
      Path target = depot.layout().volume(name);
      if (Files.exists(target)) {
        throw new VolaryException(
            Fault.CONFLICT,
            "there is a volume %s again: rename it first with `volary rename`".formatted(name));
      }
      Files.move(folder, target);
      AtomicFile.syncDirectory(depot.layout().volumes());
      AtomicFile.syncDirectory(depot.layout().trash());
      depot.adoptWorktrees(name);
    }
  }

  private List<WorktreeFolder> ofVolume(VolumeName name) throws IOException {
    return depot.worktrees().all().entrySet().stream()
        .filter(entry -> entry.getValue().volume().equals(name.text()))
        .map(Map.Entry::getKey)
        .toList();
  }

  /// Returns the ref a shelved one is called in messages.
  static String title(RefName ref) {
    return (ref.isTag() ? "tag " : "branch ") + ref.shortName();
  }
}

package dev.volary.cli.docker.plugin;

import dev.volary.cli.docker.plugin.catalog.Chore;
import dev.volary.core.capture.CaptureProgress;
import dev.volary.core.depot.Depot;
import dev.volary.core.depot.DepotLayout;
import dev.volary.core.depot.LiveWorktree;
import dev.volary.core.depot.Targets;
import dev.volary.core.depot.VolumeName;
import dev.volary.core.io.ByteString;
import dev.volary.core.linux.Linux;
import dev.volary.core.operation.Volumes;
import dev.volary.core.operation.live.CommitTree;
import dev.volary.core.operation.live.Moment;
import dev.volary.core.operation.live.OldWorktree;
import dev.volary.core.session.DepotLock;
import dev.volary.core.worktree.Pending;
import dev.volary.core.worktree.WorktreeFolder;
import dev.volary.core.worktree.WorktreeId;
import dev.volary.core.worktree.WorktreeRecord;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Does what follows unmounts and removals.
final class Departures implements Chores.ChoreWork {
  private final Workshop shop;
  private final Views views;

  Departures(Workshop shop, Views views) {
    this.shop = shop;
    this.views = views;
  }

  @Override
  public Optional<Chore> run(Chore chore) throws IOException {
    if (chore.kind() == Chore.Kind.UNBIND) {
      views.remove(Path.of(chore.target()));
      return Optional.empty();
    }
    try (Depot depot = shop.open()) {
      if (!depot.volumes().contains(chore.volume())) {
        return Optional.empty(); // removed by somebody else
      }
      if (chore.kind() == Chore.Kind.BURY) {
        bury(depot, chore.volume());
        return Optional.empty();
      }
      Optional<Targets.WorktreeTarget> found =
          new Worktrees(shop, depot, depot.volume(chore.volume()))
              .find(new WorktreeId(chore.target()));
      return found.isPresent() ? run(depot, chore, found.get()) : Optional.empty();
    }
  }

  private Optional<Chore> run(Depot depot, Chore chore, Targets.WorktreeTarget target)
      throws IOException {
    OldWorktree old = new OldWorktree(depot, shop.who(depot));
    ByteString path = target.record().identity().path();
    if (chore.kind() == Chore.Kind.COMMIT) {
      commit(depot, target);
      return Optional.empty();
    }
    if (!shop.root().holds(path)) {
      return Optional.empty(); // not made for Docker: it stays
    }
    return switch (chore.kind()) {
      case DISCARD -> {
        discard(depot, old, target);
        yield Optional.empty();
      }
      case RETIRE -> {
        aside(old, target);
        old.letGoOfBranch(target);
        yield Optional.of(new Chore(Chore.Kind.EMPTY, chore.volume(), chore.target(), ""));
      }
      case EMPTY -> {
        empty(depot, old, target);
        yield Optional.empty();
      }
      case COMMIT, UNBIND, BURY -> Optional.empty();
    };
  }

  private void aside(OldWorktree old, Targets.WorktreeTarget target) throws IOException {
    ByteString place = Linux.bytes(shop.root().removed(target.folder().id()));
    if (!place.equals(target.record().identity().path())) {
      old.setAside(target, place);
    }
  }

  /// Somebody may have deleted the directory by hand.
  private static void discard(Depot depot, OldWorktree old, Targets.WorktreeTarget target)
      throws IOException {
    if (Files.exists(Linux.path(target.record().identity().path()))) {
      old.discard(target);
      return;
    }
    try (DepotLock _ = depot.lock("worktrees", "docker volume rm")) {
      depot.worktrees().remove(target.folder());
    }
  }

  private void empty(Depot depot, OldWorktree old, Targets.WorktreeTarget target)
      throws IOException {
    boolean never =
        target.record().base().isEmpty() && target.record().pending() instanceof Pending.Changing;
    if (never) {
      discard(depot, old, target); // its making was cut off: nothing of anybody's is in it
      return;
    }
    OldWorktree.Removed removed =
        old.remove(target, new OldWorktree.Removal(false, true, leaving -> {}));
    removed
        .safety()
        .ifPresent(safety ->
            shop.log()
                .accept(
                    "what was not committed in the removed worktree of %s is kept as %s: `volary -C %s worktree add DIR %s` brings it back"
                        .formatted(
                            target.volume().name(),
                            safety.tip().shortHex(),
                            target.volume().name(),
                            safety.tip().toHex())));
  }

  /// The worktrees' records go into the trash with the volume, so that bringing it back finds the
  /// directories; those are deleted once no record names them.
  private void bury(Depot depot, VolumeName name) throws IOException {
    OldWorktree old = new OldWorktree(depot, shop.who(depot));
    for (Map.Entry<WorktreeFolder, WorktreeRecord> entry : depot.worktrees().all().entrySet()) {
      WorktreeRecord record = entry.getValue();
      if (record.volume().equals(name.text()) && shop.root().holds(record.identity().path())) {
        aside(old, new Targets.WorktreeTarget(entry.getKey(), record, depot.volume(name)));
      }
    }
    new Volumes(depot, shop.who(depot)).remove(name);
    shop.log()
        .accept(
            "volume %s is in the trash for 7 days: `volary trash restore %s` brings it back"
                .formatted(name, name));
  }

  /// Deletes directories of removed volumes that left the trash.
  void sweep() throws IOException {
    if (!Files.isDirectory(shop.root().removed())) {
      return;
    }
    List<Path> candidates = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(shop.root().removed())) {
      for (Path entry : entries) {
        if (WorktreeId.isValid(entry.getFileName().toString())) {
          candidates.add(entry);
        }
      }
    }
    if (candidates.isEmpty()) {
      return;
    }
    try (Depot depot = shop.open()) {
      for (Path entry : forgotten(depot, candidates)) {
        new OldWorktree(depot, shop.who(depot)).deleteForgotten(Linux.bytes(entry));
      }
    }
  }

  /// Returns those that no record names. Records move between the places that are looked at only
  /// under these locks; one that is gone from all does not come back.
  private static List<Path> forgotten(Depot depot, List<Path> candidates) throws IOException {
    List<Path> forgotten = new ArrayList<>();
    try (DepotLock _ = depot.lock("volumes", "docker volume rm");
        DepotLock _ = depot.lock("worktrees", "docker volume rm")) {
      for (Path entry : candidates) {
        if (!isRecorded(depot, entry.getFileName().toString())) {
          forgotten.add(entry);
        }
      }
    }
    return forgotten;
  }

  private static boolean isRecorded(Depot depot, String id) throws IOException {
    if (Files.exists(depot.layout().worktrees().resolve(id))) {
      return true;
    }
    for (Path folder : List.of(depot.layout().trash(), depot.layout().volumes())) {
      try (DirectoryStream<Path> volumes = Files.newDirectoryStream(folder)) {
        for (Path volume : volumes) {
          if (Files.exists(DepotLayout.strayWorktrees(volume).resolve(id))) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private void commit(Depot depot, Targets.WorktreeTarget target) throws IOException {
    try (LiveWorktree worktree = LiveWorktree.open(depot, target, "docker unmount")) {
      CommitTree.Result result =
          new CommitTree(depot, shop.who(depot), CaptureProgress.NONE)
              .run(
                  worktree,
                  new CommitTree.Request(
                      "after unmount by Docker",
                      new TreeMap<>(),
                      new Moment.Quiet(),
                      CommitTree.Allowances.NONE));
      if (result.created()) {
        shop.log()
            .accept(
                "volume %s: commit %s after unmount"
                    .formatted(target.volume().name(), result.commit().shortHex()));
      }
    }
  }
}

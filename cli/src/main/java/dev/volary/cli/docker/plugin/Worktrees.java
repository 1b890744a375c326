package dev.volary.cli.docker.plugin;

import dev.volary.cli.docker.plugin.catalog.DockerName;
import dev.volary.core.depot.Depot;
import dev.volary.core.depot.LiveWorktree;
import dev.volary.core.depot.Targets;
import dev.volary.core.depot.Volume;
import dev.volary.core.depot.WorktreeGuard;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.CommitId;
import dev.volary.core.history.RefName;
import dev.volary.core.io.ByteString;
import dev.volary.core.linux.DirectoryHandle;
import dev.volary.core.linux.Linux;
import dev.volary.core.operation.copy.CopyChoice;
import dev.volary.core.operation.live.Interruption;
import dev.volary.core.operation.live.NewWorktree;
import dev.volary.core.session.DepotLock;
import dev.volary.core.session.Session;
import dev.volary.core.worktree.Head;
import dev.volary.core.worktree.Pending;
import dev.volary.core.worktree.Provision;
import dev.volary.core.worktree.WorktreeFolder;
import dev.volary.core.worktree.WorktreeId;
import dev.volary.core.worktree.WorktreeRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// Finds the worktrees of one volume, and makes those that are missing.
final class Worktrees {
  private final Workshop shop;
  private final Depot depot;
  private final Volume volume;

  Worktrees(Workshop shop, Depot depot, Volume volume) {
    this.shop = shop;
    this.depot = depot;
    this.volume = volume;
  }

  /// Returns a worktree of the volume by its id.
  Optional<Targets.WorktreeTarget> find(WorktreeId id) throws IOException {
    WorktreeFolder folder = new WorktreeFolder(id, depot.layout().worktrees().resolve(id.text()));
    if (!Files.exists(folder.recordFile())) {
      return Optional.empty();
    }
    return Optional.of(new Targets.WorktreeTarget(folder, folder.read(), volume))
        .filter(found -> found.record().volume().equals(volume.name().text()));
  }

  /// Returns the worktree that holds a branch.
  Optional<Targets.WorktreeTarget> holding(RefName branch) throws IOException {
    return matching(head -> head.equals(new Head.OnBranch(branch.value()))).stream().findFirst();
  }

  /// Returns the volume's usual worktree: the only one that was not made for Docker, whatever
  /// branch is live there, or else that of the default branch; USAGE with the candidates where that
  /// does not tell.
  Optional<Targets.WorktreeTarget> usual() throws IOException {
    List<Targets.WorktreeTarget> own =
        matching(head -> head instanceof Head.OnBranch).stream()
            .filter(found -> !shop.root().holds(found.record().identity().path()))
            .toList();
    Optional<Targets.WorktreeTarget> main = holding(volume.history().refs().defaultBranch());
    if (own.size() == 1) {
      return Optional.of(own.getFirst());
    }
    if (main.isPresent() || own.isEmpty()) {
      return main;
    }
    List<String> candidates =
        own.stream().map(found -> found.record().identity().path().toString()).toList();
    throw new VolaryException(
        Fault.USAGE,
        "volume %s has several worktrees (%s), none of its default branch: name one as %s@BRANCH"
            .formatted(volume.name(), String.join(", ", candidates), volume.name()),
        candidates);
  }

  private List<Targets.WorktreeTarget> matching(Predicate<Head> wanted) throws IOException {
    List<Targets.WorktreeTarget> found = new ArrayList<>();
    for (Map.Entry<WorktreeFolder, WorktreeRecord> entry : depot.worktrees().all().entrySet()) {
      WorktreeRecord record = entry.getValue();
      boolean coming =
          record.pending() instanceof Pending.Changing(Head to, CommitId _) && wanted.test(to);
      if (record.volume().equals(volume.name().text()) && (wanted.test(record.head()) || coming)) {
        found.add(new Targets.WorktreeTarget(entry.getKey(), record, volume));
      }
    }
    return found;
  }

  /// Returns a worktree after making sure that its directory is the registered one and whole; the
  /// making of one that was cut off is finished first.
  Targets.WorktreeTarget sound(Targets.WorktreeTarget found, Progress progress) throws IOException {
    WorktreeRecord record = found.record();
    if (record.pending().isChange()) {
      boolean ours = record.base().isEmpty() && shop.root().holds(record.identity().path());
      if (!ours) {
        throw new VolaryException(
            Fault.CONFLICT,
            "%s is being changed, or that was interrupted: try again, or finish it with `volary switch --continue`"
                .formatted(record.identity().path()));
      }
      try (LiveWorktree worktree = LiveWorktree.openInterrupted(depot, found, "docker mount")) {
        if (worktree.record().pending().isChange()) {
          new Interruption(depot, shop.who(depot), (entries, bytes) -> progress.at(bytes, 0))
              .goOn(worktree);
        }
      }
    }
    WorktreeGuard.open(depot, found.folder(), record).close();
    return found;
  }

  /// Makes a worktree of a commit in the live root.
  Targets.WorktreeTarget make(DockerName name, Head head, CommitId commit, Progress progress)
      throws IOException {
    long total = volume.history().facts(commit).bytes();
    ByteString path = Linux.bytes(shop.root().free(name));
    NewWorktree.Result made =
        new NewWorktree(
                depot, shop.who(depot), (entries, bytes) -> progress.at(bytes, Math.max(1, total)))
            .run(new NewWorktree.Request(volume, path, head, commit, manner(head)));
    if (made.change().unheld() > 0) {
      shop.log()
          .accept(
              "%s: %d entries can't be held there as they are; commits carry them over"
                  .formatted(made.path(), made.change().unheld()));
    }
    return made.target();
  }

  /// A throw-away copy may be an overlay, which is quick; a branch's worktree has to be there after
  /// a reboot without anybody mounting it, and to be moved when it is removed.
  private static NewWorktree.Manner manner(Head head) {
    return head instanceof Head.Detached
        ? NewWorktree.Manner.AUTO
        : new NewWorktree.Manner(
            CopyChoice.FULL, new Provision.Stay.ForGood(), Optional.empty(), plan -> {});
  }

  /// Makes a worktree of a branch in the live root, an empty one where it has no commit yet.
  Targets.WorktreeTarget make(DockerName name, RefName branch, Progress progress)
      throws IOException {
    Optional<CommitId> tip = volume.history().refs().find(branch);
    return tip.isPresent()
        ? make(name, new Head.OnBranch(branch.value()), tip.get(), progress)
        : makeEmpty(name, branch);
  }

  private Targets.WorktreeTarget makeEmpty(DockerName name, RefName branch) throws IOException {
    Path directory = Files.createDirectory(shop.root().free(name));
    ByteString path = Linux.bytes(directory);
    try (Session _ = depot.begin("docker mount");
        DepotLock _ = depot.lock("worktrees", "docker mount");
        DirectoryHandle top = Linux.openRoot(path)) {
      WorktreeRecord record =
          new WorktreeRecord(
              volume.name().text(),
              WorktreeGuard.identify(top, path),
              new Head.OnBranch(branch.value()),
              Optional.empty(),
              new Pending.Nothing());
      depot.worktrees().add(record, depot.surroundings().random());
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(directory);
      throw e;
    }
    return at(path);
  }

  private Targets.WorktreeTarget at(ByteString path) throws IOException {
    for (Map.Entry<WorktreeFolder, WorktreeRecord> entry : depot.worktrees().all().entrySet()) {
      if (entry.getValue().identity().path().equals(path)) {
        return new Targets.WorktreeTarget(entry.getKey(), entry.getValue(), volume);
      }
    }
    throw new VolaryException(
        Fault.BUSY, "the worktree %s was removed just now: try again".formatted(path));
  }
}

package dev.volary.cli.command.sharing.checkout;

import dev.volary.cli.command.Invocation;
import dev.volary.core.depot.Depot;
import dev.volary.core.depot.DepotPlace;
import dev.volary.core.depot.LiveWorktree;
import dev.volary.core.depot.Remote;
import dev.volary.core.depot.Remotes;
import dev.volary.core.depot.Targets;
import dev.volary.core.depot.Volume;
import dev.volary.core.depot.VolumeName;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.CommitId;
import dev.volary.core.history.Facts;
import dev.volary.core.history.RefName;
import dev.volary.core.history.RefUpdate;
import dev.volary.core.io.ByteString;
import dev.volary.core.linux.DirectoryHandle;
import dev.volary.core.linux.FileSystemFacts;
import dev.volary.core.linux.Linux;
import dev.volary.core.operation.live.Interruption;
import dev.volary.core.operation.live.NewWorktree;
import dev.volary.core.operation.live.OldWorktree;
import dev.volary.core.session.DepotLock;
import dev.volary.core.worktree.Head;
import dev.volary.core.worktree.Pending;
import dev.volary.core.worktree.WorktreeRecord;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The live directory that a clone ends with; making it again goes on where it was cut off.
///
/// @param volume the volume's name here
/// @param directory where it is to be, absolute
/// @param branch the branch that lives there, if not the volume's default
public record FirstWorktree(
    Invocation call, VolumeName volume, ByteString directory, Optional<String> branch) {
  /// Fails before anything is moved where the directory can't be used in the end.
  public void requireRoom() throws IOException {
    Path path = Linux.path(directory);
    DepotPlace.requireApart(call.depot(), directory);
    requireNoneElsewhere();
    if (begun().isPresent() || !Files.exists(path)) {
      return;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
      if (!entries.iterator().hasNext()) {
        return;
      }
    }
    throw new VolaryException(
        Fault.CONFLICT, directory + " is not empty: name another directory with --to");
  }

  /// An unfinished clone has one directory at most, which may have been moved or removed by hand.
  private void requireNoneElsewhere() throws IOException {
    Depot depot = call.depot();
    if (!depot.volumes().contains(volume)
        || !dev.volary.remote.client.Clone.isUnfinished(depot.volume(volume))) {
      return;
    }
    try (DepotLock _ = depot.lock("worktrees", "clone")) {
      for (var each : depot.worktrees().all().entrySet()) {
        WorktreeRecord record = each.getValue();
        ByteString place = record.identity().path();
        if (!record.volume().equals(volume.text())
            || !(record.pending() instanceof Pending.Changing)) {
          continue;
        }
        if (!Files.exists(Linux.path(place))) {
          depot.worktrees().remove(each.getKey());
        } else if (begun().isEmpty()) {
          throw new VolaryException(
              Fault.CONFLICT,
              "this clone was begun in %s: go on with --to %s, or `volary worktree remove --force %s` first"
                  .formatted(place, place, place));
        }
      }
    }
  }

  /// Tells whether the volume is a whole clone of `origin` that lacks its directory only.
  public boolean isAllThatIsMissing(Remote origin) throws IOException {
    Depot depot = call.depot();
    if (!depot.volumes().contains(volume)) {
      return false;
    }
    Volume here = depot.volume(volume);
    boolean same = Remotes.of(here).find(origin.name()).map(origin::isSamePlace).orElse(false);
    boolean used =
        depot.worktrees().all().values().stream()
            .anyMatch(record -> record.volume().equals(volume.text()));
    return same
        && !dev.volary.remote.client.Clone.isUnfinished(here)
        && (!used || begun().isPresent());
  }

  /// Makes it, or goes on with it; nothing where the volume has no commit.
  public Optional<NewWorktree.Result> make(Volume here) throws IOException {
    RefName head = head(here.history().refs().defaultBranch());
    Optional<CommitId> tip = tip(here, head);
    if (tip.isEmpty()) {
      return Optional.empty();
    }
    Optional<Targets.WorktreeTarget> begun = begun();
    if (begun.isPresent()) {
      Pending now = new Pending.Changing(new Head.OnBranch(head.value()), tip.get());
      if (begun.get().record().pending().equals(now)) {
        goOn(begun.get());
        return Optional.empty();
      }
      // The branch has moved there since: what was begun is another commit's.
      new OldWorktree(call.depot(), call.identity()).discardFiles(begun.get());
    }
    NewWorktree.Request request = request(here, head, tip.get());
    return Optional.of(
        new NewWorktree(call.depot(), call.identity(), call.progress("restoring")::done)
            .run(request));
  }

  private void goOn(Targets.WorktreeTarget begun) throws IOException {
    try (LiveWorktree worktree = LiveWorktree.openInterrupted(call.depot(), begun, "clone")) {
      new Interruption(call.depot(), call.identity(), call.progress("restoring")::done)
          .goOn(worktree);
    }
  }

  /// Returns the mode of the directory, if it is there.
  Optional<Integer> mode() throws IOException {
    if (!Files.exists(Linux.path(directory))) {
      return Optional.empty();
    }
    try (DirectoryHandle top = Linux.openRoot(directory)) {
      return Optional.of(top.stat().mode());
    }
  }

  /// Gives the directory a mode.
  void setMode(int mode) throws IOException {
    try (DirectoryHandle top = Linux.openRoot(directory)) {
      top.setOwnMode(mode);
    }
  }

  /// Tells whether both the depot's part and the files of a tree of so many bytes fit, at worst;
  /// else the depot's comes first, and nothing of it has to come again when the files don't fit.
  boolean hasRoomBesideDepot(long bytes) throws IOException {
    Path there = Linux.path(directory);
    while (!Files.isDirectory(there)) {
      there = there.resolveSibling("..").normalize();
    }
    try (DirectoryHandle depot = Linux.openRoot(Linux.bytes(call.depot().layout().temporary()));
        DirectoryHandle top = Linux.openRoot(Linux.bytes(there))) {
      FileSystemFacts facts = depot.fileSystem();
      long reserved = call.depot().store().keepFree().reservedBytes(facts.totalBytes());
      return facts.fsid() != top.fileSystem().fsid()
          || facts.availableBytes() - reserved > 2 * bytes;
    }
  }

  /// Returns the branch that lives there, where the volume's own is `usual`.
  RefName head(RefName usual) {
    return branch.map(RefName::branch).orElse(usual);
  }

  /// Returns what is to be made of `tip`, captured here as it was there.
  NewWorktree.Request request(Volume here, RefName head, CommitId tip) {
    adoptRules(here, here.history().facts(tip).policy());
    return new NewWorktree.Request(
        here, directory, new Head.OnBranch(head.value()), tip, NewWorktree.Manner.OWN_FILES);
  }

  /// Returns the commit of the branch that lives there, which is made where it was asked for.
  Optional<CommitId> tip(Volume here, RefName head) throws IOException {
    Optional<CommitId> tip = here.history().refs().find(head);
    if (tip.isPresent() || branch.isEmpty()) {
      return tip;
    }
    RefName followed = RefName.remote(Remote.ORIGIN, head.shortName());
    Optional<CommitId> theirs = here.history().refs().find(followed);
    if (theirs.isEmpty()) {
      List<String> names =
          here.history().refs().list(RefName.REMOTES + Remote.ORIGIN + "/").keySet().stream()
              .map(ref -> ref.shortName().substring(Remote.ORIGIN.length() + 1))
              .toList();
      throw new VolaryException(
          Fault.NOT_FOUND,
          "there is no branch %s there; there is %s: clone again with one of these"
              .formatted(head.shortName(), String.join(", ", names)),
          names);
    }
    here.history()
        .refs()
        .update(
            new RefUpdate(
                head, Optional.empty(), theirs.get(), call.identity(), "clone: --branch"));
    return theirs;
  }

  /// How the volume was captured there is how it is captured here.
  private static void adoptRules(Volume here, Facts.Policy policy) {
    policy.preset().ifPresent(here.settings()::setPreset);
    if (!policy.ignoreRules().isEmpty()) {
      here.settings().setIgnoreRules(policy.ignoreRules());
    }
  }

  /// The worktree there whose making was cut off.
  Optional<Targets.WorktreeTarget> begun() throws IOException {
    Path path = Linux.path(directory);
    if (!Files.exists(path) || !call.depot().volumes().contains(volume)) {
      return Optional.empty();
    }
    ByteString real = Linux.realPath(directory);
    return call.targets()
        .worktreeIfAny(Optional.of(real.toString()))
        .filter(target -> target.record().volume().equals(volume.text()))
        .filter(target -> target.record().identity().path().equals(real))
        .filter(target -> target.record().pending() instanceof Pending.Changing);
  }
}

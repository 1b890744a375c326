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
import dev.volary.core.linux.Linux;
import dev.volary.core.operation.live.Interruption;
import dev.volary.core.operation.live.NewWorktree;
import dev.volary.core.worktree.Head;
import dev.volary.core.worktree.Pending;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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
    Optional<Targets.WorktreeTarget> begun = begun();
    if (begun.isPresent()) {
      try (LiveWorktree worktree =
          LiveWorktree.openInterrupted(call.depot(), begun.get(), "clone")) {
        new Interruption(call.depot(), call.identity(), call.progress("restoring")::done)
            .goOn(worktree);
      }
      return Optional.empty();
    }
    RefName head = head(here.history().refs().defaultBranch());
    Optional<CommitId> tip = tip(here, head);
    if (tip.isEmpty()) {
      return Optional.empty();
    }
    NewWorktree.Request request = request(here, head, tip.get());
    return Optional.of(
        new NewWorktree(call.depot(), call.identity(), call.progress("restoring")::done)
            .run(request));
  }

  /// Returns the permissions of the directory, if it is there.
  Optional<Set<PosixFilePermission>> permissions() throws IOException {
    Path path = Linux.path(directory);
    return Files.exists(path) ? Optional.of(Files.getPosixFilePermissions(path)) : Optional.empty();
  }

  /// Gives the directory permissions.
  void permit(Set<PosixFilePermission> permissions) throws IOException {
    Files.setPosixFilePermissions(Linux.path(directory), permissions);
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

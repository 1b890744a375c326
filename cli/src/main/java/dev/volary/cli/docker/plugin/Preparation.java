package dev.volary.cli.docker.plugin;

import dev.volary.cli.docker.plugin.catalog.DockerVolume;
import dev.volary.cli.docker.plugin.catalog.DockerVolume.Home;
import dev.volary.cli.docker.plugin.catalog.Mode;
import dev.volary.core.depot.Depot;
import dev.volary.core.depot.Targets;
import dev.volary.core.depot.Volume;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.CommitId;
import dev.volary.core.history.RefName;
import dev.volary.core.worktree.Head;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// Makes a volume ready to be mounted: finds its worktree or makes it, its subdirectory, its view.
final class Preparation {
  private final Workshop shop;
  private final Views views;

  Preparation(Workshop shop, Views views) {
    this.shop = shop;
    this.views = views;
  }

  /// Returns where the volume is live.
  Home run(DockerVolume volume, Progress progress) throws IOException {
    try (Depot depot = shop.open()) {
      Volume history = depot.volume(volume.name().volume());
      Shown shown = Shown.of(history, volume.ref());
      Mode mode = mode(volume, shown);
      Worktrees worktrees = new Worktrees(shop, depot, history);
      boolean throwAway = mode == Mode.SCRATCH || shown instanceof Shown.At;
      Targets.WorktreeTarget target =
          worktrees.sound(
              throwAway
                  ? copy(worktrees, volume, commit(history, shown), progress)
                  : live(worktrees, volume, branch(history, shown), progress),
              progress);
      boolean make = mode == Mode.RW && volume.ref().isEmpty();
      try (Served served = Served.of(volume.name(), target, make)) {
        Home home =
            new Home(target.folder().id(), served.path().toString(), throwAway, Optional.empty());
        // Others may write where a directory of the volume lies, but not where a whole one does;
        // a copy is this name's alone.
        boolean swappable = volume.name().directory().isPresent() && !throwAway;
        if (mode != Mode.RO && !swappable) {
          return home;
        }
        Path view = views.of(volume, served.directory(), mode == Mode.RO);
        return home.shownAt(view.toString());
      }
    }
  }

  /// A commit does not change, so what is written to it goes to a copy.
  static Mode mode(DockerVolume volume, Shown shown) {
    return volume.options().mode().orElse(shown instanceof Shown.At ? Mode.SCRATCH : Mode.RW);
  }

  private static CommitId commit(Volume history, Shown shown) {
    return switch (shown) {
      case Shown.At(CommitId commit) -> commit;
      case Shown.OnBranch(RefName _, CommitId tip) -> tip;
      case Shown.Present() ->
          history
              .history()
              .refs()
              .find(history.history().refs().defaultBranch())
              .orElseThrow(() ->
                  new VolaryException(
                      Fault.NOT_FOUND,
                      "volume %s has no commit yet that a copy could be made of: commit it first"
                          .formatted(history.name())));
    };
  }

  private static Targets.WorktreeTarget copy(
      Worktrees worktrees, DockerVolume volume, CommitId commit, Progress progress)
      throws IOException {
    Optional<Targets.WorktreeTarget> had = served(worktrees, volume);
    return had.isPresent()
        ? had.get()
        : worktrees.make(volume.name(), new Head.Detached(), commit, progress);
  }

  private static Optional<Targets.WorktreeTarget> served(Worktrees worktrees, DockerVolume volume)
      throws IOException {
    return volume.home().isPresent()
        ? worktrees.find(volume.home().get().worktree())
        : Optional.empty();
  }

  /// The branch that is made live where no worktree is there yet.
  private static RefName branch(Volume history, Shown shown) {
    return shown instanceof Shown.OnBranch(RefName named, CommitId _)
        ? named
        : history.history().refs().defaultBranch();
  }

  private static Targets.WorktreeTarget live(
      Worktrees worktrees, DockerVolume volume, RefName branch, Progress progress)
      throws IOException {
    Optional<Targets.WorktreeTarget> found = Optional.empty();
    if (volume.ref().isPresent()) {
      found = worktrees.holding(branch);
    } else {
      found = served(worktrees, volume);
      if (found.isEmpty()) {
        found = worktrees.usual();
      }
    }
    return found.isPresent() ? found.get() : worktrees.make(volume.name(), branch, progress);
  }
}

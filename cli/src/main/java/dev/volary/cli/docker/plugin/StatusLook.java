package dev.volary.cli.docker.plugin;

import dev.volary.cli.docker.plugin.catalog.DockerVolume;
import dev.volary.core.capture.CaptureProgress;
import dev.volary.core.depot.Depot;
import dev.volary.core.depot.LiveWorktree;
import dev.volary.core.depot.Targets;
import dev.volary.core.depot.Volume;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.CommitId;
import dev.volary.core.history.RefName;
import dev.volary.core.operation.live.StatusCheck;
import dev.volary.core.worktree.Head;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Finds out what is told of a volume: branch, head, clean or changed. Waits for no lock.
final class StatusLook {
  /// A larger tree is not walked to say whether it changed.
  private static final long MOST_ENTRIES = 20_000;

  private static final String UNKNOWN = "unknown";

  private final Workshop shop;

  StatusLook(Workshop shop) {
    this.shop = shop;
  }

  /// Returns what the depot's records say, which is cheap.
  Map<String, String> recorded(DockerVolume volume) throws IOException {
    Map<String, String> told = new LinkedHashMap<>();
    try (Depot depot = shop.open()) {
      Volume history = depot.volume(volume.name().volume());
      Shown shown = Shown.of(history, volume.ref());
      Optional<Targets.WorktreeTarget> worktree = worktree(depot, history, volume);
      told.put("volume", history.name().text());
      told.put("mode", Preparation.mode(volume, shown).word());
      Optional<CommitId> head = worktree.flatMap(w -> w.record().base());
      switch (shown) {
        case Shown.Present() -> {
          RefName usual = history.history().refs().defaultBranch();
          boolean detached =
              worktree.map(w -> w.record().head() instanceof Head.Detached).orElse(false);
          if (!detached) {
            told.put("branch", branch(worktree).orElse(usual.shortName()));
          }
          head = worktree.isPresent() ? head : history.history().refs().find(usual);
        }
        case Shown.OnBranch(RefName branch, CommitId tip) -> {
          told.put("branch", branch.shortName());
          head = head.or(() -> Optional.of(tip));
        }
        case Shown.At(CommitId commit) -> head = Optional.of(commit);
      }
      told.put("head", head.map(CommitId::shortHex).orElse("none"));
    } catch (VolaryException e) {
      told.put("problem", e.getMessage());
    }
    return told;
  }

  private static Optional<String> branch(Optional<Targets.WorktreeTarget> worktree) {
    return worktree
        .map(w -> w.record().head())
        .filter(Head.OnBranch.class::isInstance)
        .map(head -> new RefName(((Head.OnBranch) head).ref()).shortName());
  }

  private Optional<Targets.WorktreeTarget> worktree(
      Depot depot, Volume history, DockerVolume volume) throws IOException {
    return volume.home().isPresent()
        ? new Worktrees(shop, depot, history).find(volume.home().get().worktree())
        : Optional.empty();
  }

  /// Returns whether the worktree differs from its commit, by a walk over it.
  String changes(DockerVolume volume) throws IOException {
    try (Depot depot = shop.open()) {
      Volume history = depot.volume(volume.name().volume());
      Optional<Targets.WorktreeTarget> target = worktree(depot, history, volume);
      if (target.isEmpty()) {
        return "clean"; // nothing is live that could have changed
      }
      Optional<CommitId> base = target.get().record().base();
      if (base.isPresent() && history.history().facts(base.get()).entries() > MOST_ENTRIES) {
        return UNKNOWN;
      }
      try (LiveWorktree worktree =
          LiveWorktree.openUnlessBusy(depot, target.get(), "docker volume inspect")) {
        StatusCheck.Result found = new StatusCheck(depot, CaptureProgress.NONE).run(worktree);
        boolean clean = found.base().isEmpty() ? found.entries() == 0 : found.clean();
        return clean ? "clean" : "changed";
      }
    } catch (VolaryException e) {
      return e.fault() == Fault.BUSY ? UNKNOWN : "unknown: " + e.getMessage();
    }
  }
}

package dev.volary.core.operation.scratch;

import dev.volary.core.depot.Depot;
import dev.volary.core.depot.Targets;
import dev.volary.core.depot.Volume;
import dev.volary.core.history.CommitId;
import dev.volary.core.history.Identity;
import dev.volary.core.io.ByteString;
import dev.volary.core.operation.copy.CopyChoice;
import dev.volary.core.operation.copy.CopyPlan;
import dev.volary.core.operation.live.NewWorktree;
import dev.volary.core.operation.live.OldWorktree;
import dev.volary.core.restore.RestoreListener;
import dev.volary.core.session.DepotLock;
import dev.volary.core.worktree.Head;
import dev.volary.core.worktree.Provision;
import dev.volary.core.worktree.WorktreeId;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;

/// A worktree that goes when this process does, with all that was changed in it. Who is killed
/// leaves it to [PassingWorktrees].
public final class Scratch implements AutoCloseable {
  private final Depot depot;
  private final Identity who;
  private final DepotLock alive;
  private final NewWorktree.Result made;
  private boolean open = true;

  private Scratch(Depot depot, Identity who, DepotLock alive, NewWorktree.Result made) {
    this.depot = depot;
    this.who = who;
    this.alive = alive;
    this.made = made;
  }

  /// What to make.
  ///
  /// @param directory absolute; it must not exist or be empty
  /// @param saying is told how it will be made, before it costs anything
  public record Request(
      Volume volume,
      CommitId commit,
      ByteString directory,
      CopyChoice choice,
      Consumer<CopyPlan> saying) {}

  /// Makes one.
  public static Scratch make(Depot depot, Identity who, Request request, RestoreListener listener)
      throws IOException {
    WorktreeId id = WorktreeId.random(depot.surroundings().random());
    // Held before it is registered, so that nobody takes it for one whose process is dead.
    DepotLock alive = depot.lock(lockOf(id), "run");
    try {
      NewWorktree.Manner manner =
          new NewWorktree.Manner(
              request.choice(),
              new Provision.Stay.WhileRunning(),
              Optional.of(id),
              request.saying());
      NewWorktree.Result made =
          new NewWorktree(depot, who, listener)
              .run(
                  new NewWorktree.Request(
                      request.volume(),
                      request.directory(),
                      new Head.Detached(),
                      request.commit(),
                      manner));
      return new Scratch(depot, who, alive, made);
    } catch (IOException | RuntimeException e) {
      alive.close();
      throw e;
    }
  }

  static String lockOf(WorktreeId id) {
    return "running-" + id;
  }

  /// Returns its directory.
  public ByteString path() {
    return made.path();
  }

  /// Returns the worktree.
  public Targets.WorktreeTarget target() {
    return made.target();
  }

  /// Deletes it, whoever uses it.
  @Override
  public synchronized void close() throws IOException {
    if (open) {
      open = false;
      try (alive) {
        new OldWorktree(depot, who).discard(made.target());
      }
    }
  }
}

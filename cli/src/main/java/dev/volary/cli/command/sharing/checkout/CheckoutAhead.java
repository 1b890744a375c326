package dev.volary.cli.command.sharing.checkout;

import dev.volary.cli.command.Invocation;
import dev.volary.core.depot.Targets;
import dev.volary.core.depot.Volume;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.CommitId;
import dev.volary.core.history.RefName;
import dev.volary.core.operation.live.Arrival;
import dev.volary.core.operation.live.NewWorktree;
import dev.volary.core.operation.live.OldWorktree;
import dev.volary.core.restore.RestoreListener;
import dev.volary.remote.client.Clone;
import dev.volary.remote.message.AdvertisedRef;
import dev.volary.remote.message.VolumeRefs;
import dev.volary.remote.transfer.Along;
import dev.volary.remote.transfer.Arrivals;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/// Fills a clone's live directory while its data arrives, so that every chunk is decoded and
/// checked once. Used by one thread, but for what the fetch calls.
public final class CheckoutAhead implements Clone.Checkout, AutoCloseable {
  private final Invocation call;
  private final FirstWorktree worktree;
  private Optional<Attempt> running = Optional.empty();

  public CheckoutAhead(Invocation call, FirstWorktree worktree) {
    this.call = call;
    this.worktree = worktree;
  }

  /// A directory being filled.
  ///
  /// @param commit whose tree it will have
  /// @param stood the mode of the empty directory that was there before
  /// @param there ends when the branch is there, with what is told from then on, or will not be
  /// @param made ends when the directory is whole
  private record Attempt(
      CommitId commit,
      Optional<Integer> stood,
      Arrivals objects,
      CompletableFuture<RestoreListener> there,
      CompletableFuture<NewWorktree.Result> made) {}

  @Override
  public Along of(Volume volume, VolumeRefs there) {
    RefName head = worktree.head(there.defaultBranch());
    Optional<CommitId> tip =
        there.find(head).filter(AdvertisedRef::isComplete).map(AdvertisedRef::commit);
    return (commits, objects) -> {
      giveUp();
      if (tip.filter(commits::contains).isEmpty() || worktree.begun().isPresent()) {
        return false;
      }
      NewWorktree.Request request = worktree.request(volume, head, tip.get());
      if (!worktree.hasRoomBesideDepot(volume.history().facts(tip.get()).bytes())) {
        return false;
      }
      begin(request, objects);
      return true;
    };
  }

  private void begin(NewWorktree.Request request, Arrivals objects) throws IOException {
    Attempt attempt =
        new Attempt(
            request.commit(),
            worktree.mode(),
            objects,
            new CompletableFuture<>(),
            new CompletableFuture<>());
    RestoreListener silentAtFirst =
        (entries, bytes) -> {
          if (!attempt.there.isCompletedExceptionally()) {
            attempt.there.getNow(RestoreListener.NONE).progress(entries, bytes);
          }
        };
    NewWorktree making = new NewWorktree(call.depot(), call.identity(), silentAtFirst);
    Thread.ofPlatform().daemon().name("checkout").start(() -> run(making, request, attempt));
    running = Optional.of(attempt);
  }

  private static void run(NewWorktree making, NewWorktree.Request request, Attempt attempt) {
    try (Arrivals objects = attempt.objects) {
      attempt.made.complete(
          making.runAhead(request, new Arrival(objects, () -> await(attempt.there))));
    } catch (IOException | RuntimeException | Error e) {
      attempt.made.completeExceptionally(e);
    }
  }

  private static void await(CompletableFuture<RestoreListener> there) {
    try {
      there.join();
    } catch (CompletionException e) {
      throw new VolaryException(Fault.INTERRUPTED, "the clone came to an end", e);
    }
  }

  /// Completes the directory of a volume whose data and refs are here; makes it now where nothing
  /// was made ahead.
  public Optional<NewWorktree.Result> finish(Volume volume) throws IOException {
    if (running.isPresent() && running.get().objects.isFailed()) {
      giveUp();
    }
    if (running.isEmpty()) {
      return worktree.make(volume);
    }
    Attempt attempt = running.get();
    RefName head = worktree.head(volume.history().refs().defaultBranch());
    if (!worktree.tip(volume, head).equals(Optional.of(attempt.commit))) {
      giveUp();
      return worktree.make(volume);
    }
    running = Optional.empty();
    attempt.there.complete(call.progress("restoring")::done);
    return Optional.of(result(attempt));
  }

  private static NewWorktree.Result result(Attempt attempt) throws IOException {
    try {
      return attempt.made.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException cause -> throw cause;
        case RuntimeException cause -> throw cause;
        case Error cause -> throw cause;
        case null, default -> throw new IllegalStateException(e);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new VolaryException(Fault.INTERRUPTED, "interrupted while restoring", e);
    }
  }

  /// Removes what was made ahead for nothing: a clone that fails leaves the place as it was.
  public void giveUp() throws IOException {
    if (running.isEmpty()) {
      return;
    }
    Attempt attempt = running.get();
    running = Optional.empty();
    attempt.objects.fail(new VolaryException(Fault.INTERRUPTED, "the clone came to an end"));
    attempt.there.completeExceptionally(new IllegalStateException("given up"));
    attempt.made.exceptionally(_ -> null).join();
    Optional<Targets.WorktreeTarget> begun = worktree.begun();
    if (begun.isPresent()) {
      OldWorktree old = new OldWorktree(call.depot(), call.identity());
      if (attempt.stood.isPresent()) {
        old.discardFiles(begun.get());
        worktree.setMode(attempt.stood.get());
      } else {
        old.discard(begun.get());
      }
    }
  }

  @Override
  public void close() throws IOException {
    giveUp();
  }
}

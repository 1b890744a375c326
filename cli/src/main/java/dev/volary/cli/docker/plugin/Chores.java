package dev.volary.cli.docker.plugin;

import dev.volary.cli.docker.plugin.catalog.Chore;
import dev.volary.core.depot.VolumeName;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Does what the catalog says is to be done: the chores of one volume one after the other, those of
/// different volumes beside each other. What fails is tried again. Thread-safe.
final class Chores implements AutoCloseable {
  /// What has to be over before a volume of the same name can be made or mounted.
  private static final Set<Chore.Kind> IN_THE_WAY = EnumSet.of(Chore.Kind.BURY, Chore.Kind.RETIRE);

  /// A commit that does not come about is left to the next unmount.
  private static final int COMMIT_ATTEMPTS = 3;

  private static final Duration RETRY = Duration.ofMillis(500);
  private static final int MOST_DOUBLINGS = 6;

  private final Workshop shop;
  private final ChoreWork work;
  private final Duration pause;
  private final Runnable round;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Set<VolumeName> busy = new HashSet<>();
  private final Map<Chore, Integer> failures = new HashMap<>();
  private final Map<Chore, String> problems = new HashMap<>();
  private boolean woken;
  private long retryAt;
  private boolean closed;

  /// How chores are done.
  @FunctionalInterface
  interface ChoreWork {
    /// Does one and returns what is to be done in its place, if anything.
    Optional<Chore> run(Chore chore) throws IOException;
  }

  /// @param pause between rounds in which nothing wakes it
  /// @param round is run at the beginning and after each pause
  Chores(Workshop shop, ChoreWork work, Duration pause, Runnable round) {
    this.shop = shop;
    this.work = work;
    this.pause = pause;
    this.round = round;
  }

  /// Begins.
  void start() {
    Thread.ofPlatform().daemon().name("chores").start(this::rounds);
  }

  /// Says that there is something to do.
  void wake() {
    lock.lock();
    try {
      woken = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Waits until nothing stands in the way of using a volume's name; BUSY, saying why, where
  /// something will for a while.
  void awaitGone(VolumeName volume) {
    lock.lock();
    try {
      while (!closed) {
        Optional<Chore> inTheWay =
            shop.catalog().now().chores().stream()
                .filter(c -> IN_THE_WAY.contains(c.kind()) && c.volume().equals(volume))
                .findFirst();
        if (inTheWay.isEmpty()) {
          return;
        }
        String problem = problems.get(inTheWay.get());
        if (problem != null) {
          throw new VolaryException(
              Fault.BUSY,
              "what was removed of %s is not gone yet (%s): try again in a while"
                  .formatted(volume, problem));
        }
        changed.await();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new VolaryException(Fault.INTERRUPTED, "the plugin is ending: try again", e);
    } finally {
      lock.unlock();
    }
  }

  /// Returns what is the matter with the chores of a volume, if anything.
  Optional<String> problem(VolumeName volume) {
    lock.lock();
    try {
      return problems.entrySet().stream()
          .filter(entry -> entry.getKey().volume().equals(volume))
          .map(Map.Entry::getValue)
          .findFirst();
    } finally {
      lock.unlock();
    }
  }

  private void rounds() {
    long last = System.nanoTime() - pause.toNanos();
    while (true) {
      if (System.nanoTime() - last >= pause.toNanos()) {
        round.run();
        last = System.nanoTime();
      }
      lock.lock();
      try {
        woken = false;
        retryAt = last + pause.toNanos();
        for (Chore chore : shop.catalog().now().chores()) {
          if (!closed && busy.add(chore.volume())) {
            Thread.ofPlatform()
                .daemon()
                .name("chores of " + chore.volume())
                .start(() -> all(chore.volume()));
          }
        }
        awaitWork(last + pause.toNanos());
        if (closed) {
          return;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } finally {
        lock.unlock();
      }
    }
  }

  /// Waits until `end`, or shorter where there is something to do or to try again.
  private void awaitWork(long end) throws InterruptedException {
    long now = System.nanoTime();
    while (!closed && !woken && now - end < 0 && now - retryAt < 0) {
      changed.awaitNanos(Math.min(end - now, retryAt - now));
      now = System.nanoTime();
    }
  }

  /// Does every chore of a volume once, what takes long and stands in nobody's way last.
  private void all(VolumeName volume) {
    Set<Chore> tried = new HashSet<>();
    try {
      Optional<Chore> next = next(volume, tried);
      while (next.isPresent()) {
        tried.add(next.get());
        one(next.get());
        next = next(volume, tried);
      }
    } finally {
      release(volume, tried);
    }
  }

  private void release(VolumeName volume, Set<Chore> tried) {
    lock.lock();
    try {
      busy.remove(volume);
      // What came since the last look, whose waking found this volume busy.
      woken |=
          shop.catalog().now().chores().stream()
              .anyMatch(chore -> chore.volume().equals(volume) && !tried.contains(chore));
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private Optional<Chore> next(VolumeName volume, Set<Chore> tried) {
    lock.lock();
    try {
      return shop.catalog().now().chores().stream()
          .filter(chore -> !closed && chore.volume().equals(volume) && !tried.contains(chore))
          .min((a, b) ->
              Boolean.compare(a.kind() == Chore.Kind.EMPTY, b.kind() == Chore.Kind.EMPTY));
    } finally {
      lock.unlock();
    }
  }

  private void one(Chore chore) {
    try {
      Optional<Chore> rest = work.run(chore);
      shop.catalog()
          .change(content -> {
            var left = content.without(chore);
            return rest.isPresent() ? left.with(rest.get()) : left;
          });
      settled(chore);
    } catch (IOException | RuntimeException e) {
      failed(chore, String.valueOf(e.getMessage()));
    }
  }

  private void settled(Chore chore) {
    lock.lock();
    try {
      failures.remove(chore);
      problems.keySet().removeIf(chore::isLike);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void failed(Chore chore, String why) {
    int times;
    lock.lock();
    try {
      times = failures.merge(chore, 1, Integer::sum);
      // Soon at first, and less often the more often it failed.
      long next = System.nanoTime() + (RETRY.toNanos() << Math.min(times, MOST_DOUBLINGS));
      retryAt = next - retryAt < 0 ? next : retryAt;
      if (!why.equals(problems.put(chore, why))) {
        shop.log().accept("%s of %s: %s".formatted(word(chore.kind()), chore.volume(), why));
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (chore.kind() == Chore.Kind.COMMIT && times >= COMMIT_ATTEMPTS) {
      giveUp(chore);
    }
  }

  /// What is the matter stays to be told until the next commit of the volume.
  private void giveUp(Chore chore) {
    try {
      shop.catalog().change(content -> content.without(chore));
    } catch (IOException e) {
      shop.log().accept("the catalog can't be written: " + e.getMessage());
    }
    lock.lock();
    try {
      failures.remove(chore);
    } finally {
      lock.unlock();
    }
  }

  private static String word(Chore.Kind kind) {
    return switch (kind) {
      case COMMIT -> "commit after unmount";
      case UNBIND -> "taking away a view";
      case DISCARD -> "deleting a scratch copy";
      case RETIRE, EMPTY -> "removing a worktree";
      case BURY -> "removing";
    };
  }

  /// Begins nothing more and waits a while for what is under way, which a later start completes if
  /// need be.
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
      long left = TimeUnit.SECONDS.toNanos(10);
      while (!busy.isEmpty() && left > 0) {
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }
}

package dev.volary.cli.docker.plugin;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Work that calls wait for, but not longer than their deadline: it goes on without them, and the
/// next call for the same joins it. Thread-safe.
///
/// Each job has a thread of the system's: native calls would keep the few carriers of virtual
/// threads, on which all calls are answered, busy.
final class Jobs {
  private final ConcurrentMap<String, Job<?>> running = new ConcurrentHashMap<>();

  /// Something to be done.
  @FunctionalInterface
  interface Task<T> {
    /// Does it, saying how far it is.
    T run(Progress progress) throws IOException;
  }

  private record Job<T>(CompletableFuture<T> outcome, Progress progress) {}

  /// Returns what `task` returns, or nothing where the deadline passes first; how it failed is told
  /// to whoever asks next, once.
  ///
  /// @param key tells the task from others
  @SuppressWarnings("unchecked") // a key stands for one task
  <T> Optional<T> within(Duration deadline, String key, Task<T> task) throws IOException {
    Job<T> job = (Job<T>) running.computeIfAbsent(key, _ -> begin(key, task));
    try {
      T value = job.outcome().get(deadline.toNanos(), TimeUnit.NANOSECONDS);
      running.remove(key, job);
      return Optional.of(value);
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (ExecutionException e) {
      running.remove(key, job);
      throw failure(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new VolaryException(Fault.INTERRUPTED, "the plugin is ending: try again", e);
    }
  }

  /// As [#within], where passing the deadline is BUSY.
  <T> T orTryAgain(Duration deadline, String key, Task<T> task) throws IOException {
    return within(deadline, key, task).orElseThrow(() -> tryAgain(key));
  }

  private VolaryException tryAgain(String key) {
    return new VolaryException(
        Fault.BUSY, "%s%s: try again in a while".formatted(key, words(key).orElse("")));
  }

  /// Returns how far the job of this key is, if it runs.
  Optional<String> words(String key) {
    return Optional.ofNullable(running.get(key)).map(job -> job.progress().words());
  }

  private <T> Job<T> begin(String key, Task<T> task) {
    Job<T> job = new Job<>(new CompletableFuture<>(), new Progress());
    Thread.ofPlatform().daemon().name(key).start(() -> run(key, job, task));
    return job;
  }

  private <T> void run(String key, Job<T> job, Task<T> task) {
    try {
      T value = task.run(job.progress());
      // What is done is looked at afresh by the next call; only a failure waits to be told.
      running.remove(key, job);
      job.outcome().complete(value);
    } catch (IOException | RuntimeException | Error e) {
      job.outcome().completeExceptionally(e);
    }
  }

  private static IOException failure(@Nullable Throwable cause) {
    return switch (cause) {
      case IOException e -> e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case null, default -> new IOException(cause);
    };
  }
}

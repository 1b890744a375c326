package dev.volary.cli.docker.pause;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// What came of doing the same with several things at once.
///
/// @param done those with which it went well
/// @param failures of the others
record Together(List<String> done, List<Exception> failures) {
  /// What is done with each.
  interface Step {
    void run(String id) throws IOException;
  }

  /// Does `step` with all `ids` at once and waits for the last; never throws what a step does.
  static Together run(List<String> ids, Step step) {
    Map<String, Future<?>> running = new LinkedHashMap<>();
    List<String> done = new ArrayList<>();
    List<Exception> failures = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (String id : ids) {
        running.put(
            id,
            threads.submit(() -> {
              step.run(id);
              return id;
            }));
      }
      for (Map.Entry<String, Future<?>> one : running.entrySet()) {
        try {
          one.getValue().get();
          done.add(one.getKey());
        } catch (ExecutionException e) {
          failures.add(cause(e));
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          failures.add(e);
        }
      }
    }
    return new Together(List.copyOf(done), List.copyOf(failures));
  }

  /// Returns the first failure.
  Optional<Exception> failure() {
    return failures.stream().findFirst();
  }

  private static Exception cause(ExecutionException e) {
    return e.getCause() instanceof Exception cause ? cause : e;
  }

  /// Returns a failure in a form that may be thrown.
  static RuntimeException thrown(Exception failure) throws IOException {
    if (failure instanceof IOException e) {
      throw e;
    }
    return failure instanceof RuntimeException e ? e : new IllegalStateException(failure);
  }
}

package dev.volary.core.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A named lock has one holder at a time, and tells who it is.
final class DepotLockTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Duration SHORT = Duration.ofMillis(1);

  @TempDir Path depot;

  @Test
  void aSecondHolderIsTurnedAwayByName() throws Exception {
    try (DepotLock _ = DepotLock.acquire(depot, "manifest", "gc", LONG)) {
      assertThatThrownBy(() -> DepotLock.acquire(depot, "manifest", "commit", SHORT))
          .isInstanceOfSatisfying(
              VolaryException.class, e -> assertThat(e.fault()).isEqualTo(Fault.BUSY))
          .hasMessageContaining("held by gc, process " + ProcessHandle.current().pid());
      DepotLock.acquire(depot, "another", "commit", SHORT).close();
    }
    DepotLock.acquire(depot, "manifest", "commit", SHORT).close();
  }

  @Test
  void threadsExcludeEachOther() throws Exception {
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger worst = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      threads.add(
          Thread.ofVirtual()
              .start(() -> {
                for (int turn = 0; turn < 20; turn++) {
                  try (DepotLock _ = DepotLock.acquire(depot, "x", "turn", LONG)) {
                    worst.accumulateAndGet(inside.incrementAndGet(), Math::max);
                    Thread.onSpinWait();
                    inside.decrementAndGet();
                  } catch (Exception e) {
                    worst.set(99);
                  }
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(worst).hasValue(1);
  }

  @Test
  void anotherProcessHoldsItUntilItDies() throws Exception {
    try (ChildJvm child = ChildJvm.start(Holding.class, depot, "manifest")) {
      assertThat(child.line()).isEqualTo("held");
      assertThatThrownBy(() -> DepotLock.acquire(depot, "manifest", "gc", SHORT))
          .hasMessageContaining("commit elsewhere, process " + child.pid());
      child.kill();
      DepotLock.acquire(depot, "manifest", "gc", LONG).close();
    }
  }

  @Test
  void whatIsInTheFileNeverMatters() throws Exception {
    Path file = Files.createDirectories(depot.resolve("locks")).resolve("x.lock");
    Files.write(file, new byte[100_000]);
    try (DepotLock _ = DepotLock.acquire(depot, "x", "line one\nline two", LONG)) {
      Files.write(file, new byte[] {'p', 'i', 'd', '=', '\n', (byte) 0xff});
      assertThatThrownBy(() -> DepotLock.acquire(depot, "x", "gc", SHORT))
          .hasMessageContaining("held by another process");
    }
  }

  @Test
  void namesCannotLeaveTheFolder() {
    assertThatThrownBy(() -> DepotLock.acquire(depot, "../x", "gc", SHORT))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

package dev.volary.core.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volary.core.linux.OfdLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Sessions see each other, stale ones go, and a condemnation waits for those begun before it.
final class SessionsTest {
  @TempDir Path depot;
  private final AtomicLong generation = new AtomicLong(5);
  private Sessions sessions;

  @BeforeEach
  void open() throws IOException {
    sessions = open(generation::get);
  }

  private Sessions open(GenerationSource source) throws IOException {
    return Sessions.open(
        depot, source, () -> Instant.parse("2026-11-17T23:32:00Z"), new SecureRandom());
  }

  @Test
  void aSessionAloneSeesNobody() throws Exception {
    try (Session session = sessions.begin("commit")) {
      assertThat(session.othersActive()).isFalse();
      assertThat(session.othersBegunBefore(Long.MAX_VALUE)).isFalse();
      assertThat(session.generation()).isEqualTo(5);
    }
    assertThat(files()).isEmpty();
  }

  @Test
  void theFileTellsPeople() throws Exception {
    try (Session _ = sessions.begin("commit\nof two lines")) {
      assertThat(Files.readAllLines(files().getFirst()))
          .contains("operation=commit of two lines", "start=2026-11-17T23:32:00Z", "generation=5")
          .contains("pid=" + ProcessHandle.current().pid());
    }
  }

  @Test
  void twoSessionsOfOneProcessSeeEachOther() throws Exception {
    try (Session first = sessions.begin("commit")) {
      Session second = sessions.begin("gc");
      assertThat(first.othersActive()).isTrue();
      assertThat(second.others())
          .containsExactly("commit, process " + ProcessHandle.current().pid());
      second.close();
      second.close();
      assertThat(first.othersActive()).isFalse();
    }
  }

  @Test
  void onlySessionsBegunBeforeHoldUpACondemnation() throws Exception {
    try (Session collector = sessions.begin("gc")) {
      Session before = sessions.begin("commit");
      long condemned = generation.incrementAndGet();
      try (Session after = sessions.begin("commit")) {
        assertThat(after.generation()).isEqualTo(condemned);
        assertThat(collector.othersBegunBefore(condemned)).isTrue();
        before.close();
        assertThat(collector.othersBegunBefore(condemned)).isFalse();
        assertThat(collector.othersActive()).isTrue();
      }
    }
  }

  @Test
  void aSessionThatHasNotToldItsGenerationCountsAsBegunBefore() throws Exception {
    try (Session collector = sessions.begin("gc")) {
      Path file = depot.resolve("sessions/0123456789abcdef.session");
      try (OfdLock _ = OfdLock.tryLock(file, false).orElseThrow()) {
        assertThat(collector.othersBegunBefore(1)).isTrue();
        Files.writeString(file, "pid=1\ngeneration=9");
        assertThat(collector.othersBegunBefore(9)).as("the line is not whole").isTrue();
        Files.writeString(file, "pid=1\ngeneration=9\n");
        assertThat(collector.othersBegunBefore(9)).isFalse();
      }
    }
  }

  @Test
  void filesOfTheDeadAreRemovedAndOthersLeft() throws Exception {
    Path folder = depot.resolve("sessions");
    Files.writeString(folder.resolve("aaaa.session"), "pid=1\n");
    Files.writeString(folder.resolve("bbbb.new"), "");
    Files.writeString(folder.resolve("README"), "");
    try (Session session = sessions.begin("gc")) {
      assertThat(session.othersActive()).isFalse();
    }
    assertThat(files()).containsExactly(folder.resolve("README"));
  }

  @Test
  void aManifestThatCannotBeReadEndsTheSession() throws Exception {
    Sessions broken =
        open(() -> {
          throw new IOException("no manifest");
        });
    assertThatThrownBy(() -> broken.begin("commit")).hasMessage("no manifest");
    assertThat(files()).isEmpty();
  }

  @Test
  void cleaningNeverTakesARunningSessionForStale() throws Exception {
    AtomicInteger misses = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      threads.add(Thread.ofPlatform().start(() -> beginAndLook(misses)));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(misses).hasValue(0);
    assertThat(files()).isEmpty();
  }

  /// Begins pairs of sessions while other threads clean, each of which must see the other.
  private void beginAndLook(AtomicInteger misses) {
    try {
      for (int turn = 0; turn < 40; turn++) {
        try (Session one = sessions.begin("one " + Thread.currentThread().threadId());
            Session two = sessions.begin("two")) {
          if (two.others().stream().noneMatch(o -> o.startsWith(words()))) {
            misses.incrementAndGet();
          }
          if (!one.othersActive()) {
            misses.incrementAndGet();
          }
        }
      }
    } catch (IOException | RuntimeException e) {
      misses.incrementAndGet();
    }
  }

  private static String words() {
    return "one " + Thread.currentThread().threadId() + ",";
  }

  @Test
  void anotherProcessCountsUntilItDies() throws Exception {
    try (ChildJvm child = ChildJvm.start(Holding.class, depot, "session");
        Session session = sessions.begin("gc")) {
      assertThat(child.line()).isEqualTo("held");
      assertThat(session.others()).containsExactly("commit elsewhere, process " + child.pid());
      assertThat(session.othersBegunBefore(7)).isFalse();
      assertThat(session.othersBegunBefore(8)).isTrue();
      child.kill();
      assertThat(session.othersActive()).isFalse();
      assertThat(files()).hasSize(1);
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(depot.resolve("sessions"))) {
      return files.toList();
    }
  }
}

package dev.volary.cli.docker.plugin;

import static dev.volary.cli.docker.plugin.PluginScene.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volary.core.depot.Depot;
import dev.volary.core.depot.VolumeName;
import dev.volary.core.history.CommitId;
import dev.volary.core.linux.Linux;
import dev.volary.core.operation.live.Initialise;
import dev.volary.core.session.DepotLock;
import dev.volary.remote.transfer.TransferPhase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Calls are answered though what they are about takes as long as it likes.
@Timeout(120)
final class SlowPluginTest {
  private static final Deadlines SHORT =
      new Deadlines(Duration.ofMillis(200), Duration.ofMillis(200), Duration.ofMillis(200));

  @TempDir Path temp;

  @Test
  void aCloneGoesOnWithoutItsCallAndIsJoined() throws IOException {
    CountDownLatch halfway = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    AtomicInteger clones = new AtomicInteger();
    Cloner slow =
        (depot, url, name, progress) -> {
          clones.incrementAndGet();
          progress.at(TransferPhase.BYTES, 43, OptionalLong.of(100));
          halfway.countDown();
          uninterrupted(go);
          Path data = Files.createDirectories(temp.toRealPath().resolve("cloned"));
          new Initialise(depot)
              .run(
                  new Initialise.Request(
                      Linux.bytes(data), Optional.of(name), Optional.empty(), false));
        };
    try (PluginScene scene = new PluginScene(temp.toRealPath()).with(SHORT).with(slow).start()) {
      assertThat(scene.create("x", "from=/elsewhere/x").refused()).contains("being prepared");
      uninterrupted(halfway);
      assertThat(scene.create("x", "from=/elsewhere/x").refused())
          .contains("being prepared", "43 %", "try again");
      assertThat(scene.names()).isEmpty();
      go.countDown();
      await("joined", () -> scene.create("x", "from=/elsewhere/x").status() == 200);
      assertThat(clones).hasValue(1);
      assertThat(scene.names()).containsExactly("x");
    }
  }

  @Test
  void howAJobFailedIsToldToWhoeverAsksNext() throws IOException {
    CountDownLatch go = new CountDownLatch(1);
    Cloner failing =
        (depot, url, name, progress) -> {
          uninterrupted(go);
          throw new IOException("the line is dead");
        };
    try (PluginScene scene = new PluginScene(temp.toRealPath()).with(SHORT).with(failing).start()) {
      assertThat(scene.create("x", "from=/elsewhere/x").refused()).contains("being prepared");
      go.countDown();
      await(
          "told",
          () -> scene.create("x", "from=/elsewhere/x").error().contains("the line is dead"));
      assertThat(scene.names()).isEmpty();
    }
  }

  @Test
  void aVolumeOfTheSameNameIsTheUsersAfterACloneThatFailed() throws IOException {
    Cloner failing =
        (depot, url, name, progress) -> {
          throw new IOException("the line is dead");
        };
    try (PluginScene scene = new PluginScene(temp.toRealPath()).with(failing).start()) {
      assertThat(scene.create("x", "from=/elsewhere/x").error()).contains("the line is dead");
      scene.volume("x", Map.of("f", "precious"));
      scene.create("x").ok();
      scene.named("Remove", "x").ok();
      scene.stop();
      scene.start();
      try (Depot depot = scene.depot()) {
        assertThat(depot.volumes()).containsExactly(new VolumeName("x"));
      }
      assertThat(scene.workshop().catalog().now().chores()).isEmpty();
    }
  }

  @Test
  void theDirectoryOfWorktreesIsOneDepotsOnly() throws IOException {
    Path folder = temp.toRealPath();
    try (PluginScene scene = new PluginScene(folder).start();
        Depot other = Depot.openOrCreate(folder.resolve("other"), scene.surroundings)) {
      assertThatThrownBy(() -> LiveRoot.at(scene.live(), other))
          .hasMessageContaining("the Docker volumes of the depot " + folder.resolve("depot"));
      scene.stop();
      scene.start();
      try (var entries = Files.list(scene.live())) {
        assertThat(entries).containsExactly(scene.live().resolve(".volary-depot"));
      }
    }
  }

  @Test
  void whatACrashBeforeAVolumeCameIntoBeingLeftIsForgotten() throws IOException {
    try (PluginScene scene = new PluginScene(temp.toRealPath())) {
      scene.volume("there", Map.of("f", "one"));
      scene.workshop().catalog().change(content -> content.made("never", true).made("there", true));
      scene.start();
      assertThat(scene.workshop().catalog().now().made()).containsExactly("there");
    }
  }

  @Test
  void nothingWaitsForAMountThatWaits() throws IOException {
    try (PluginScene scene = new PluginScene(temp.toRealPath()).with(SHORT).start()) {
      CommitId first = scene.volume("pgdata", Map.of("f", "one"));
      scene.branch("pgdata", "other", first);
      await("created", () -> scene.create("pgdata").status() == 200);
      await("created", () -> scene.create("pgdata@other").status() == 200);
      await("mounted", () -> scene.mount("pgdata", "1").status() == 200);
      try (Depot depot = scene.depot();
          DepotLock _ = depot.lock("worktrees", "test")) {
        assertThat(scene.mount("pgdata@other", "1").refused())
            .contains("pgdata@other is being prepared", "try again");
        assertThat(scene.mount("pgdata@other", "1").refused()).contains("being prepared");
        assertThat(scene.names()).containsExactly("pgdata", "pgdata@other");
        assertThat(scene.named("Path", "pgdata").mountpoint()).isNotEmpty();
        assertThat(scene.status("pgdata@other").text("prepared")).startsWith("not yet");
        scene.unmount("pgdata", "1").ok();
        scene.named("Remove", "pgdata").ok();
        assertThat(scene.names()).containsExactly("pgdata@other");
      }
      await("mounted", () -> scene.mount("pgdata@other", "1").status() == 200);
      assertThat(scene.worktrees()).hasSize(2);
    }
  }

  @Test
  void whatIsRemovedUnderALockIsRemovedLater() throws IOException {
    try (PluginScene scene = new PluginScene(temp.toRealPath()).start()) {
      scene.create("x").ok();
      Path data = Path.of(scene.mount("x", "1").mountpoint());
      Files.writeString(data.resolve("f"), "old");
      scene.unmount("x", "1").ok();
      scene.with(SHORT).stop();
      scene.start();
      try (Depot depot = scene.depot();
          DepotLock _ = depot.lock("volumes", "test")) {
        scene.named("Remove", "x").ok();
        assertThat(scene.names()).isEmpty();
        assertThat(scene.create("x").refused()).contains("try again");
      }
      await("made anew", () -> scene.create("x").status() == 200);
      await("mounted", () -> scene.mount("x", "1").status() == 200);
      assertThat(Path.of(scene.mount("x", "1").mountpoint())).isEmptyDirectory();
      try (Depot depot = scene.depot()) {
        assertThat(depot.volumes()).extracting(VolumeName::text).containsExactly("x");
      }
    }
  }

  @Test
  void aRestartForgetsNothing() throws IOException {
    try (PluginScene scene = new PluginScene(temp.toRealPath()).start()) {
      CommitId first = scene.volume("pgdata", Map.of("f", "one"));
      scene.tag("pgdata", "v1", first);
      scene.create("pgdata", "autocommit=on-unmount").ok();
      scene.create("pgdata@v1").ok();
      String main = scene.mount("pgdata", "1").mountpoint();
      String copy = scene.mount("pgdata@v1", "2").mountpoint();
      Files.writeString(Path.of(copy, "f"), "scratched");
      scene.stop();
      scene.start();
      assertThat(scene.names()).containsExactly("pgdata", "pgdata@v1");
      assertThat(scene.named("Path", "pgdata@v1").mountpoint()).isEqualTo(copy);
      assertThat(scene.mount("pgdata@v1", "3").mountpoint()).isEqualTo(copy);
      assertThat(Path.of(copy, "f")).hasContent("scratched");
      assertThat(scene.named("Remove", "pgdata").refused()).contains("mounted");
      assertThat(scene.create("pgdata").refused()).contains("other options");
      Files.writeString(Path.of(main, "f"), "two");
      scene.unmount("pgdata", "1").ok();
      await("committed", () -> !scene.status("pgdata").text("head").equals(first.shortHex()));
      scene.unmount("pgdata@v1", "2").ok();
      scene.stop();
      scene.start();
      scene.unmount("pgdata@v1", "3").ok();
      await("gone", () -> !Files.exists(Path.of(copy)));
    }
  }

  @Test
  void manyAtOnceMakeOneOfEach() throws IOException, InterruptedException {
    try (PluginScene scene = new PluginScene(temp.toRealPath()).start()) {
      CommitId first = scene.volume("pgdata", Map.of("f", "one"));
      scene.branch("pgdata", "other", first);
      scene.tag("pgdata", "v1", first);
      List<String> names = List.of("pgdata", "pgdata@other", "pgdata@main", "pgdata@v1", "new");
      List<Thread> threads =
          java.util.stream.IntStream.range(0, 15)
              .mapToObj(i -> Thread.ofVirtual().unstarted(() -> use(scene, names.get(i % 5), i)))
              .toList();
      List<Throwable> failures = new java.util.concurrent.CopyOnWriteArrayList<>();
      threads.forEach(thread -> {
        thread.setUncaughtExceptionHandler((_, failure) -> failures.add(failure));
        thread.start();
      });
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(failures).isEmpty();
      assertThat(scene.names()).containsExactlyInAnyOrderElementsOf(names);
      names.forEach(name -> assertThat(scene.status(name).has("mounts")).isFalse());
      await("scratch copies are gone", () -> sizeOf(scene) == 3);
    }
  }

  private static int sizeOf(PluginScene scene) {
    try {
      return scene.worktrees().size();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void use(PluginScene scene, String name, int user) {
    for (int round = 0; round < 5; round++) {
      scene.create(name).ok();
      String id = user + "-" + round;
      await("mounted", () -> scene.mount(name, id).status() == 200);
      assertThat(Path.of(scene.named("Path", name).mountpoint())).isDirectory();
      scene.named("Get", name).ok();
      scene.unmount(name, id).ok();
    }
  }

  private static void uninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}

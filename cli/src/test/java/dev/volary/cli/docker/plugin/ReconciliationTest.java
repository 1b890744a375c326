package dev.volary.cli.docker.plugin;

import static dev.volary.cli.docker.plugin.PluginScene.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.volary.cli.docker.engine.Bound;
import dev.volary.core.history.CommitId;
import dev.volary.core.linux.Linux;
import dev.volary.core.linux.Linux.Capability;
import dev.volary.fixtures.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Mounts of containers that are gone do not stay for ever.
final class ReconciliationTest {
  @TempDir Path temp;

  private void run(PluginScene scene, int rounds) throws IOException {
    Workshop shop = scene.workshop();
    Path proc = Files.createDirectories(temp.resolve("proc/self"));
    Files.writeString(proc.resolve("mountinfo"), "24 1 254:0 / / rw - ext4 /dev/vda rw\n");
    Reconciliation reconciliation =
        new Reconciliation(shop, new Bound(temp.resolve("proc"), shop.root().views()));
    for (int round = 0; round < rounds; round++) {
      reconciliation.run();
    }
  }

  @Test
  void aMountFromBeforeIsGivenUpWhenNobodyIsSeenTwice() throws IOException {
    try (PluginScene scene = new PluginScene(temp.toRealPath()).start()) {
      CommitId first = scene.volume("pgdata", Map.of("f", "one"));
      scene.tag("pgdata", "v1", first);
      scene.create("pgdata@v1").ok();
      Path copy = Path.of(scene.mount("pgdata@v1", "1").mountpoint());
      scene.stop();
      run(scene, 1);
      scene.start();
      assertThat(scene.status("pgdata@v1").text("mounts")).isEqualTo("1");
      scene.stop();
      run(scene, 2);
      scene.start();
      await("gone", () -> !Files.exists(copy));
      assertThat(scene.status("pgdata@v1").has("mounts")).isFalse();
      scene.unmount("pgdata@v1", "1").ok();
    }
  }

  @Test
  void noMountOutlivesTheMachine() throws IOException {
    try (PluginScene scene = new PluginScene(temp.toRealPath()).start()) {
      CommitId first = scene.volume("pgdata", Map.of("f", "one"));
      scene.tag("pgdata", "v1", first);
      scene.create("pgdata@v1").ok();
      scene.create("pgdata").ok();
      Path copy = Path.of(scene.mount("pgdata@v1", "1").mountpoint());
      scene.mount("pgdata", "2").ok();
      scene.stop();
      Path file = scene.folder.resolve("depot/docker");
      String before = Files.readString(file);
      assertThat(before).contains(Linux.bootId());
      Files.writeString(file, before.replace(Linux.bootId(), "another-run"));
      scene.start();
      await("gone", () -> !Files.exists(copy));
      assertThat(scene.status("pgdata").has("mounts")).isFalse();
      scene.named("Remove", "pgdata").ok();
    }
  }

  @Test
  void aCopyStaysWhileADirectoryInItIsMountedSomewhere() throws IOException {
    assumeTrue(Linux.hasCapability(Capability.SYS_ADMIN), "bind mounts take root");
    assumeTrue(Command.available("unshare"), "unshare is not installed");
    try (PluginScene scene = new PluginScene(temp.toRealPath()).start()) {
      CommitId first = scene.volume("pgdata", Map.of("db/f", "one"));
      scene.tag("pgdata", "v1", first);
      scene.create("pgdata@v1").ok();
      Path copy = Path.of(scene.mount("pgdata@v1", "1").mountpoint());
      scene.stop();
      Path seen = Files.createDirectory(scene.folder.resolve("seen"));
      String script = "mount --bind \"$0\" \"$1\" && touch \"$1/ready\" && exec sleep 600";
      Command.Running container =
          Command.of("unshare", "-m", "sh", "-c", script, copy.resolve("db") + "", seen + "")
              .start();
      try {
        await("it is mounted", () -> Files.exists(copy.resolve("db/ready")));
        Reconciliation reconciliation = real(scene);
        for (int round = 0; round < 50; round++) {
          reconciliation.run();
        }
        scene.start();
        assertThat(scene.status("pgdata@v1").text("mounts")).isEqualTo("1");
        assertThat(copy.resolve("db/f")).hasContent("one");
        scene.stop();
      } finally {
        container.kill();
      }
      await("it has ended", () -> !container.process().isAlive());
      Reconciliation reconciliation = real(scene);
      reconciliation.run();
      reconciliation.run();
      scene.start();
      await("gone", () -> !Files.exists(copy));
    }
  }

  @Test
  void whatNobodyCameForIsLetGo() throws IOException {
    try (PluginScene scene = new PluginScene(temp.toRealPath()).start()) {
      CommitId first = scene.volume("pgdata", Map.of("f", "one"));
      scene.tag("pgdata", "v1", first);
      scene.create("pgdata@v1").ok();
      Path copy = Path.of(scene.mount("pgdata@v1", "1").mountpoint());
      scene.stop();
      // As it is left by a mount that was told to come again.
      scene
          .workshop()
          .catalog()
          .change(
              content -> content.with(content.find("pgdata@v1").orElseThrow().unmountedBy("1")));
      run(scene, 19);
      assertThat(scene.workshop().catalog().now().find("pgdata@v1").orElseThrow().home())
          .isPresent();
      run(scene, 20);
      assertThat(scene.workshop().catalog().now().find("pgdata@v1").orElseThrow().home()).isEmpty();
      scene.start();
      await("gone", () -> !Files.exists(copy));
    }
  }

  private static Reconciliation real(PluginScene scene) throws IOException {
    Workshop shop = scene.workshop();
    return new Reconciliation(shop, new Bound(Path.of("/proc"), shop.root().views()));
  }
}

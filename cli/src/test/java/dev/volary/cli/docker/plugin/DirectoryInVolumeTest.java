package dev.volary.cli.docker.plugin;

import static dev.volary.cli.docker.plugin.PluginScene.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.volary.core.depot.Depot;
import dev.volary.core.depot.VolumeName;
import dev.volary.core.history.CommitId;
import dev.volary.core.linux.Linux;
import dev.volary.core.linux.Linux.Capability;
import dev.volary.fixtures.Mounts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A directory in a volume, mounted by its own name: the one that was there when it was looked at,
/// whatever who writes to the volume puts in its place.
final class DirectoryInVolumeTest {
  @TempDir Path temp;
  private PluginScene scene;

  @BeforeEach
  void start() throws IOException {
    assumeTrue(Linux.hasCapability(Capability.SYS_ADMIN), "bind mounts take root");
    scene = new PluginScene(temp.toRealPath()).start();
  }

  @AfterEach
  void stop() throws IOException {
    if (scene != null) {
      scene.close();
      Mounts.takeOff(scene.folder);
    }
  }

  @Test
  void directoriesAreSubvolumesOfOneVolume() throws IOException {
    scene.create("shop.db").ok();
    scene.create("shop.uploads").ok();
    Path db = Path.of(scene.mount("shop.db", "1").mountpoint());
    Path uploads = Path.of(scene.mount("shop.uploads", "1").mountpoint());
    assertThat(List.of(db, uploads)).allMatch(path -> path.startsWith(scene.live("views")));
    Files.writeString(db.resolve("f"), "row");
    Path top = scene.live("shop.db");
    assertThat(top.resolve("db/f")).hasContent("row");
    assertThat(top.resolve("uploads")).isEmptyDirectory();
    CommitId first = scene.commit(top);
    scene.tag("shop", "v1", first);
    scene.create("shop.db@v1").ok();
    assertThat(Path.of(scene.mount("shop.db@v1", "1").mountpoint()).resolve("f")).hasContent("row");
    scene.create("shop.nosuch@v1").ok();
    assertThat(scene.mount("shop.nosuch@v1", "1").refused()).contains("nosuch");
    for (String name : List.of("shop.db", "shop.uploads", "shop.db@v1")) {
      scene.unmount(name, "1").ok();
      scene.named("Remove", name).ok();
    }
    assertThat(scene.names()).containsExactly("shop.nosuch@v1");
    try (Depot depot = scene.depot()) {
      assertThat(depot.volumes()).hasSize(1);
    }
    await("the views go", () -> isEmpty(scene.live("views")));
    scene.named("Remove", "shop.nosuch@v1").ok();
    await("the volume goes with its last name", () -> volumes().isEmpty());
  }

  @Test
  void whatIsPutInItsPlaceIsNotMounted() throws IOException {
    scene.volume("shop", Map.of("db/f", "row", "uploads/f", "file"));
    Path secret = Files.createDirectory(scene.folder.resolve("secret"));
    Files.writeString(secret.resolve("f"), "secret");
    scene.create("shop").ok();
    scene.create("shop.db").ok();
    scene.create("shop.uploads", "mode=ro").ok();
    Path all = Path.of(scene.mount("shop", "1").mountpoint());
    Path db = Path.of(scene.mount("shop.db", "1").mountpoint());
    Path uploads = Path.of(scene.mount("shop.uploads", "1").mountpoint());
    for (String name : List.of("db", "uploads")) {
      Files.move(all.resolve(name), all.resolve(name + "-aside"));
      Files.createSymbolicLink(all.resolve(name), secret);
    }
    assertThat(db.resolve("f")).hasContent("row");
    assertThat(uploads.resolve("f")).hasContent("file");
    Files.writeString(db.resolve("f"), "changed");
    assertThat(all.resolve("db-aside/f")).hasContent("changed");
    assertThat(scene.mount("shop.db", "2").refused()).contains("no directory db");
    assertThat(scene.mount("shop.uploads", "2").refused()).contains("no directory uploads");
    scene.unmount("shop.db", "1").ok();
    assertThat(scene.mount("shop.db", "3").refused()).contains("no directory db");
    assertThat(secret.resolve("f")).hasContent("secret");
  }

  @Test
  void aViewOutlivesThePluginAndGoesWithTheLastMount() throws IOException {
    scene.create("shop.db").ok();
    String view = scene.mount("shop.db", "1").mountpoint();
    assertThat(scene.mount("shop.db", "2").mountpoint()).isEqualTo(view);
    Files.writeString(Path.of(view).resolve("f"), "row");
    scene.stop();
    scene.start();
    assertThat(scene.named("Path", "shop.db").mountpoint()).isEqualTo(view);
    assertThat(scene.mount("shop.db", "3").mountpoint()).isEqualTo(view);
    assertThat(Path.of(view).resolve("f")).hasContent("row");
    for (String id : List.of("1", "2", "3")) {
      scene.unmount("shop.db", id).ok();
    }
    await("the view goes", () -> !Files.exists(Path.of(view)));
    assertThat(scene.named("Path", "shop.db").mountpoint())
        .isEqualTo(scene.live("shop.db/db").toString());
    Path again = Path.of(scene.mount("shop.db", "4").mountpoint());
    assertThat(again.resolve("f")).hasContent("row");
  }

  @Test
  void aViewOfAnotherRunOfTheMachineIsMadeAnew() throws IOException {
    scene.create("shop.db", "autocommit=on-unmount").ok();
    Path view = Path.of(scene.mount("shop.db", "1").mountpoint());
    Files.writeString(view.resolve("f"), "row");
    scene.stop();
    Mounts.takeOff(scene.live());
    Path file = scene.folder.resolve("depot/docker");
    Files.writeString(file, Files.readString(file).replace(Linux.bootId(), "another-run"));
    scene.start();
    await("the view goes", () -> !Files.exists(view));
    Path again = Path.of(scene.mount("shop.db", "2").mountpoint());
    assertThat(again.resolve("f")).hasContent("row");
    scene.unmount("shop.db", "2").ok();
    await("the view goes though it is committed", () -> !Files.exists(again));
    await("committed", () -> !scene.status("shop.db").text("head").equals("none"));
  }

  private List<VolumeName> volumes() {
    try (Depot depot = scene.depot()) {
      return depot.volumes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isEmpty(Path directory) {
    try (var entries = Files.list(directory)) {
      return entries.findAny().isEmpty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

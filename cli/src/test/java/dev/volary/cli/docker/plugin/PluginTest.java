package dev.volary.cli.docker.plugin;

import static dev.volary.cli.docker.plugin.PluginScene.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.volary.core.depot.Depot;
import dev.volary.core.depot.Volume;
import dev.volary.core.depot.VolumeName;
import dev.volary.core.history.CommitId;
import dev.volary.core.history.RefName;
import dev.volary.core.history.ShelvedRef;
import dev.volary.core.operation.Trash;
import dev.volary.core.operation.Volumes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What each call of the protocol does, on a real depot.
final class PluginTest {
  @TempDir Path temp;
  private PluginScene scene;

  @BeforeEach
  void start() throws IOException {
    scene = new PluginScene(temp.toRealPath()).start();
  }

  @AfterEach
  void stop() throws IOException {
    scene.close();
  }

  @Test
  void everyCallCanBeMadeAgain() throws IOException {
    assertThat(scene.call("Plugin.Activate", "").ok().body().texts("Implements"))
        .containsExactly("VolumeDriver");
    assertThat(scene.call("Capabilities", "{}").ok().body().object("Capabilities").orElseThrow())
        .hasToString("{\"Scope\":\"local\"}");
    scene.create("x").ok();
    scene.create("x").ok();
    assertThat(scene.named("Path", "x").mountpoint()).isEmpty();
    Path data = Path.of(scene.mount("x", "one").mountpoint());
    assertThat(scene.mount("x", "one").mountpoint()).isEqualTo(data.toString());
    assertThat(scene.mount("x", "two").mountpoint()).isEqualTo(data.toString());
    assertThat(scene.named("Path", "x").mountpoint()).isEqualTo(data.toString());
    Files.writeString(data.resolve("f"), "written");
    assertThat(scene.names()).containsExactly("x");
    assertThat(scene.status("x").text("mounts")).isEqualTo("2");
    assertThat(scene.named("Remove", "x").refused()).contains("mounted");
    scene.unmount("x", "one").ok();
    scene.unmount("x", "one").ok();
    scene.unmount("x", "two").ok();
    scene.unmount("x", "never").ok();
    scene.named("Remove", "x").ok();
    scene.named("Remove", "x").ok();
    assertThat(scene.names()).isEmpty();
    assertThat(scene.named("Get", "x").refused()).contains("there is no volume x");
  }

  @Test
  void whatIsWrongIsRefusedInOneSentence() throws IOException {
    CommitId first = scene.volume("pgdata", Map.of("f", "one"));
    scene.tag("pgdata", "v1", first);
    assertThat(scene.create("pgdta@v1").refused()).contains("no volume pgdta", "pgdata");
    assertThat(scene.create("pgdata@nosuch").refused()).contains("nosuch");
    assertThat(scene.create("pgdata", "ref=nosuch").refused()).contains("nosuch");
    assertThat(scene.create("new", "size=3").refused()).contains("'size'", "mode");
    assertThat(scene.create("new", "mode=fast").refused()).contains("'fast'");
    assertThat(scene.create("new", "autocommit=always").refused()).contains("on-unmount");
    assertThat(scene.create("new", "mode=ro", "autocommit=on-unmount").refused())
        .contains("autocommit");
    assertThat(scene.create("pgdata@v1", "mode=rw").refused()).contains("v1", "branch");
    assertThat(scene.create("pgdata@v1", "ref=main").refused()).contains("leave one");
    assertThat(scene.create("Pg/data").refused()).contains("no name");
    assertThat(scene.create("").refused()).contains("no name");
    assertThat(scene.create("pgdata.no").ok().status()).isEqualTo(200);
    assertThat(scene.mount("nosuch", "1").refused()).contains("there is no volume nosuch");
    assertThat(scene.named("Path", "nosuch").refused()).contains("nosuch");
    assertThat(scene.call("Create", "{\"Name\":").refused()).contains("JSON");
    assertThat(scene.call("Create", "{\"Name\":7}").refused()).contains("Name");
    assertThat(scene.call("Create", "{}").refused()).contains("Name");
    assertThat(scene.call("Create", "x".repeat((1 << 20) + 1)).refused()).contains("bytes");
    assertThat(scene.call("Nosuch", "{}").status()).isEqualTo(404);
    scene.create("pgdata").ok();
    assertThat(scene.create("pgdata", "mode=ro").refused()).contains("other options");
    assertThat(scene.names()).containsExactly("pgdata", "pgdata.no");
    try (Depot depot = scene.depot()) {
      assertThat(depot.volumes()).extracting(VolumeName::text).containsExactly("pgdata");
    }
  }

  @Test
  void aBranchLivesBesideItsParent() throws IOException {
    CommitId first = scene.volume("pgdata", Map.of("f", "one"));
    scene.branch("pgdata", "try/out", first);
    scene.create("pgdata").ok();
    scene.create("pgdata@try~out").ok();
    Path main = Path.of(scene.mount("pgdata", "1").mountpoint());
    Path tried = Path.of(scene.mount("pgdata@try~out", "1").mountpoint());
    assertThat(main).isEqualTo(scene.folder.resolve("pgdata-data"));
    assertThat(tried).startsWith(scene.live()).hasFileName("pgdata@try~out");
    Files.writeString(tried.resolve("f"), "two");
    assertThat(main.resolve("f")).hasContent("one");
    assertThat(scene.status("pgdata@try~out").text("branch")).isEqualTo("try/out");
    assertThat(scene.status("pgdata@try~out").text("changes")).isEqualTo("changed");
    assertThat(scene.status("pgdata").text("changes")).isEqualTo("clean");
    assertThat(scene.status("pgdata").text("head")).isEqualTo(first.shortHex());

    // What was not committed is kept, the branch too; the user's own directory is left alone.
    scene.unmount("pgdata@try~out", "1").ok();
    scene.named("Remove", "pgdata@try~out").ok();
    await("removed", () -> !Files.exists(tried) && worktrees().size() == 1);
    try (Depot depot = scene.depot()) {
      Volume volume = depot.volume(new VolumeName("pgdata"));
      assertThat(volume.history().refs().find(RefName.branch("try/out"))).contains(first);
      assertThat(volume.history().refs().shelved(ShelvedRef.Shelf.SAFETY)).hasSize(1);
    }
    scene.unmount("pgdata", "1").ok();
    scene.named("Remove", "pgdata").ok();
    assertThat(main.resolve("f")).hasContent("one");
    assertThat(worktrees()).containsExactly(main.toString());
    scene.create("pgdata@try~out").ok();
    assertThat(Path.of(scene.mount("pgdata@try~out", "1").mountpoint()).resolve("f"))
        .hasContent("one");
  }

  @Test
  void aBranchMadeLiveForDockerIsNotTakenForTheVolumesOwn() throws IOException {
    scene.create("x").ok();
    Path data = Path.of(scene.mount("x", "1").mountpoint());
    Files.writeString(data.resolve("f"), "one");
    CommitId first = scene.commit(data);
    scene.branch("x", "other", first);
    scene.create("x@other").ok();
    Path other = Path.of(scene.mount("x@other", "1").mountpoint());
    scene.unmount("x", "1").ok();
    scene.named("Remove", "x").ok();
    await("removed", () -> worktrees().equals(List.of(other.toString())));
    scene.create("x").ok();
    assertThat(Path.of(scene.mount("x", "1").mountpoint()))
        .isNotEqualTo(other)
        .isNotEmptyDirectory();
    assertThat(scene.status("x").text("branch")).isEqualTo("main");
  }

  @Test
  void aCommitIsACopyThatLeavesNoTrace() throws IOException {
    CommitId first = scene.volume("pgdata", Map.of("d/f", "one"));
    scene.tag("pgdata", "v1", first);
    List<String> before = worktrees();
    String now = first.toHex().substring(0, 12);
    String time = captured(first).toString().replaceFirst("\\.\\d+", "").replace(':', '.');
    List<String> names = List.of("pgdata@v1", "pgdata@" + now, "pgdata@main^0", "pgdata@" + time);
    for (String name : names) {
      scene.create(name).ok();
      Path copy = Path.of(scene.mount(name, "1").mountpoint());
      assertThat(scene.mount(name, "2").mountpoint()).isEqualTo(copy.toString());
      Files.writeString(copy.resolve("d/f"), "scratched");
      Files.writeString(copy.resolve("more"), "more");
      scene.unmount(name, "1").ok();
      assertThat(copy.resolve("d/f")).hasContent("scratched");
      scene.unmount(name, "2").ok();
      await("gone", () -> !Files.exists(copy) && worktrees().equals(before));
      assertThat(Path.of(scene.mount(name, "3").mountpoint()).resolve("d/f")).hasContent("one");
      scene.unmount(name, "3").ok();
      scene.named("Remove", name).ok();
    }
    await("gone", () -> worktrees().equals(before) && isEmpty(scene.live()));
    try (Depot depot = scene.depot()) {
      assertThat(
              depot
                  .volume(new VolumeName("pgdata"))
                  .history()
                  .refs()
                  .shelved(ShelvedRef.Shelf.SAFETY))
          .isEmpty();
    }
  }

  @Test
  void aRemovedVolumeCanBeBroughtBackWithWhatWasNeverCommitted() throws IOException {
    scene.create("x").ok();
    Path data = Path.of(scene.mount("x", "1").mountpoint());
    Files.writeString(data.resolve("f"), "precious");
    scene.unmount("x", "1").ok();
    scene.named("Remove", "x").ok();
    await("removed", () -> volumes().isEmpty());
    assertThat(data).doesNotExist();

    scene.create("x").ok();
    Path second = Path.of(scene.mount("x", "1").mountpoint());
    assertThat(second).isEmptyDirectory();
    scene.unmount("x", "1").ok();
    scene.named("Remove", "x").ok();
    await("removed", () -> volumes().isEmpty());
    try (Depot depot = scene.depot()) {
      new Trash(depot, PluginScene.ANN).restore("x");
      new Volumes(depot, PluginScene.ANN).rename(new VolumeName("x"), new VolumeName("second"));
      new Trash(depot, PluginScene.ANN).restore("x");
    }
    scene.create("x").ok();
    assertThat(Path.of(scene.mount("x", "1").mountpoint()).resolve("f")).hasContent("precious");
  }

  @Test
  void aNameOfTheBranchDoesNotTakeTheVolumesOwnWorktreeAlong() throws IOException {
    scene.create("x").ok();
    Path own = scene.live("x");
    Files.writeString(own.resolve("f"), "one");
    scene.commit(own);
    Files.writeString(own.resolve("f"), "never committed");
    scene.create("x@main").ok();
    assertThat(scene.mount("x@main", "1").mountpoint()).isEqualTo(own.toString());
    scene.unmount("x@main", "1").ok();
    scene.named("Remove", "x@main").ok();
    assertThat(scene.mount("x", "1").mountpoint()).isEqualTo(own.toString());
    assertThat(own.resolve("f")).hasContent("never committed");
  }

  @Test
  void theLastUnmountCommits() throws IOException {
    scene.create("x", "autocommit=on-unmount").ok();
    Path data = Path.of(scene.mount("x", "1").mountpoint());
    scene.mount("x", "2").ok();
    Files.writeString(data.resolve("f"), "one");
    scene.unmount("x", "1").ok();
    scene.unmount("x", "2").ok();
    await("committed", () -> !scene.status("x").text("head").equals("none"));
    await("clean", () -> scene.status("x").text("changes").equals("clean"));
    assertThat(scene.status("x").text("autocommit")).isEqualTo("on-unmount");
    String head = scene.status("x").text("head");
    scene.mount("x", "3").ok();
    scene.unmount("x", "3").ok();
    scene.mount("x", "4").ok();
    Files.writeString(data.resolve("f"), "two");
    scene.unmount("x", "4").ok();
    await("committed again", () -> !scene.status("x").text("head").equals(head));
    await("clean", () -> scene.status("x").text("changes").equals("clean"));
    assertThat(scene.log).anyMatch(line -> line.startsWith("volume x: commit "));
  }

  private Instant captured(CommitId commit) throws IOException {
    try (Depot depot = scene.depot()) {
      return depot.volume(new VolumeName("pgdata")).history().facts(commit).captured();
    }
  }

  private List<String> worktrees() {
    try {
      return scene.worktrees();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<VolumeName> volumes() {
    try (Depot depot = scene.depot()) {
      return depot.volumes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// But for the mark of whose it is.
  private static boolean isEmpty(Path directory) {
    try (var entries = Files.list(directory)) {
      return entries.allMatch(entry -> entry.endsWith(".volary-depot"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package dev.volary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volary.cli.Scene.Ran;
import dev.volary.core.depot.Depot;
import dev.volary.core.depot.Remote;
import dev.volary.core.depot.Remotes;
import dev.volary.core.depot.Volume;
import dev.volary.core.depot.VolumeName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two depots on one disk that share a volume.
final class SharingTest {
  @TempDir Path temp;
  private Scene theirs;
  private Scene mine;
  private Path copy;

  @BeforeEach
  void depots() throws IOException {
    theirs = new Scene(Files.createDirectories(temp.resolve("theirs"))).withVolume();
    mine = new Scene(Files.createDirectories(temp.resolve("mine")));
    copy = temp.resolve("mine/copy");
  }

  private String url() {
    return theirs.depotDirectory().resolve("pgdata").toString();
  }

  private void cloned() {
    mine.ok("clone", url(), "pgdata", "--to", copy.toString());
  }

  private static void commit(Scene scene, String branch, Map<String, String> files)
      throws IOException {
    try (Depot depot = scene.depot()) {
      Volume volume = depot.volume(new VolumeName("pgdata"));
      scene.commit(depot, volume, branch, files);
    }
  }

  @Test
  void aCloneHasTheHistoryTheFilesAndTheWayBack() throws IOException {
    String said = mine.ok("clone", url(), "--to", copy.toString());
    assertThat(said).contains("volume pgdata cloned: ").contains("copy holds it: ");
    assertThat(Files.readString(copy.resolve("base/1"))).isEqualTo("one, changed");
    assertThat(mine.ok("remote", "list")).isEqualTo("origin\t" + url() + "\n");
    assertThat(mine.ok("branch")).contains("main");
    assertThat(mine.ok("tag", "-q")).contains("v1");
    assertThat(mine.ok("log", "-q").lines()).hasSize(2);
    assertThat(mine.ok("fsck")).contains("sound");
    assertThat(mine.run("clone", url(), "--to", temp.resolve("other").toString()).exitCode())
        .isEqualTo(4);
  }

  @Test
  void aPlaceThatCannotTakeTheFilesIsRefusedBeforeAnythingMoves() throws IOException {
    Files.createDirectories(copy);
    Files.writeString(copy.resolve("here"), "already");
    Ran ran = mine.run("clone", url(), "--to", copy.toString());
    assertThat(ran.exitCode()).isEqualTo(4);
    assertThat(ran.err()).contains("not empty");
    assertThat(mine.ok("list", "-q")).isEmpty();
  }

  @Test
  void whatIsMissingIsNamed() {
    String nowhere = temp.resolve("nowhere/pgdata").toString();
    assertThat(mine.run("clone", nowhere, "--no-checkout").exitCode()).isEqualTo(3);
    String other = theirs.depotDirectory().resolve("other").toString();
    assertThat(mine.run("clone", other, "--no-checkout").exitCode()).isEqualTo(3);
    assertThat(mine.run("clone", "ftp://host/pgdata").exitCode()).isEqualTo(2);
    assertThat(mine.run("clone", url(), "--branch", "none", "--to", copy.toString()).err())
        .contains("there is no branch none there; there is main, old");
    assertThat(mine.ok("clone", url(), "--branch", "old", "--to", copy.toString()))
        .contains("copy holds it");
    assertThat(mine.ok("-C", copy.toString(), "status")).contains("old");
  }

  @Test
  void fetchTellsInGitsWordsWhatCame() throws IOException {
    cloned();
    commit(theirs, "main", Map.of("base/1", "third"));
    commit(theirs, "next", Map.of("base/1", "next"));
    String said = mine.ok("fetch");
    assertThat(said)
        .startsWith("From " + url())
        .containsPattern("   [0-9a-f]{10}\\.\\.[0-9a-f]{10} +main -> origin/main\n")
        .containsPattern(" \\* \\[new branch] +next -> origin/next\n");
    assertThat(mine.run("fetch").err()).contains("Everything up-to-date");
    assertThat(mine.ok("fetch", "--json"))
        .contains("\"schema\":\"volary.fetch/1\"")
        .contains("\"state\":\"up-to-date\"");
    assertThat(mine.run("fetch", "origin", "none").exitCode()).isEqualTo(3);
    assertThat(mine.run("fetch", "upstream").exitCode()).isEqualTo(3);
  }

  @Test
  void pullGoesForwardAndStopsWhereBothWentOn() throws IOException {
    cloned();
    commit(theirs, "main", Map.of("base/1", "third"));
    String said = mine.ok("-C", copy.toString(), "pull");
    assertThat(said).contains("main -> origin/main").contains("2 changed");
    assertThat(Files.readString(copy.resolve("base/1"))).isEqualTo("third");
    assertThat(mine.ok("-C", copy.toString(), "pull")).contains("Already up to date.");

    Files.writeString(copy.resolve("mine"), "new");
    mine.ok("-C", copy.toString(), "commit", "-m", "mine", "--live");
    commit(theirs, "main", Map.of("base/1", "fourth"));
    Ran ran = mine.run("-C", copy.toString(), "pull");
    assertThat(ran.exitCode()).isEqualTo(4);
    assertThat(ran.err())
        .contains("gone apart")
        .contains("volary branch theirs origin/main")
        .contains("volary reset --hard origin/main");
    assertThat(copy.resolve("mine")).exists();
    assertThat(Files.readString(copy.resolve("base/1"))).isEqualTo("third");
  }

  @Test
  void pushGoesBesideAndNeverIntoWhatLivesThere() throws IOException {
    cloned();
    Files.writeString(copy.resolve("mine"), "new");
    mine.ok("-C", copy.toString(), "commit", "-m", "mine", "--live");
    Ran refused = mine.run("-C", copy.toString(), "push");
    assertThat(refused.out()).containsPattern(" ! \\[remote rejected] +main -> main \\(.*\\)\n");
    assertThat(refused.exitCode()).isEqualTo(4);

    String said = mine.ok("-C", copy.toString(), "push", "-u", "origin", "main:mine");
    assertThat(said)
        .startsWith("To " + url())
        .containsPattern(" \\* \\[new branch] +main -> mine\n");
    assertThat(theirs.ok("ls", "mine")).contains("mine");
    assertThat(mine.ok("-C", copy.toString(), "pull")).contains("Already up to date.");
    mine.ok("-C", copy.toString(), "push", "--delete", "origin", "mine");
    assertThat(theirs.ok("branch")).doesNotContain("mine");
  }

  @Test
  void forceWithLeaseTakesItsValueOnlyAttached() throws IOException {
    cloned();
    mine.ok("-C", copy.toString(), "push", "origin", "main:side");
    commit(mine, "again", Map.of("base/1", "again"));
    assertThat(mine.run("push", "origin", "again:side").exitCode()).isEqualTo(4);
    commit(theirs, "side", Map.of("base/1", "theirs"));
    Ran stale = mine.run("push", "--force-with-lease", "origin", "again:side");
    assertThat(stale.exitCode()).isEqualTo(6);
    assertThat(stale.out()).contains("stale info");
    mine.ok("fetch");
    assertThat(mine.ok("push", "--force-with-lease", "origin", "again:side"))
        .contains("forced update");
    assertThat(mine.run("push", "--force-with-lease=side:main", "origin", "+main:side").exitCode())
        .isEqualTo(6);
  }

  @Test
  void tokensAreKeptForTheirOwnerOnlyAndNeverShown() throws IOException {
    cloned();
    assertThat(mine.ok("whoami")).isEmpty();
    assertThat(mine.run("logout", "https://hub.example.org").exitCode()).isEqualTo(3);
    assertThat(mine.run("login", "hub").exitCode()).isEqualTo(2);
    assertThat(mine.run("clone", "https://ann:secret@hub.example.org/pgdata").err())
        .contains("password")
        .doesNotContain("secret");
  }

  @Test
  void anExportFromAfarLeavesNothingBehind() throws IOException {
    Path out = temp.resolve("out");
    mine.ok("export", url() + "@v1", out.toString());
    assertThat(Files.readString(out.resolve("base/1"))).isEqualTo("one");
    mine.ok("export", url() + "@main~1", temp.resolve("older").toString());
    assertThat(Files.readString(temp.resolve("older/base/1"))).isEqualTo("one");
    assertThat(mine.ok("list", "-q")).isEmpty();
    assertThat(mine.depotDirectory().resolve("temporary")).isEmptyDirectory();
    assertThat(mine.run("export", url() + "@none", temp.resolve("no").toString()).exitCode())
        .isEqualTo(3);
    assertThat(mine.depotDirectory().resolve("temporary")).isEmptyDirectory();
  }

  @Test
  void aCloneThatWasCutOffIsListedAndGoesOn() throws IOException {
    try (Depot depot = mine.depot()) {
      Volume volume = Scene.create(depot, "pgdata");
      Remotes.of(volume).add(new Remote("origin", url(), Optional.empty()));
    }
    assertThat(mine.ok("list")).contains("unfinished clone");
    assertThat(mine.ok("list", "--json")).contains("\"unfinished\":true");
    String path = theirs.depotDirectory().resolve("other").toString();
    assertThat(mine.run("clone", path, "pgdata", "--no-checkout").exitCode()).isNotZero();
    mine.ok("clone", url(), "--no-checkout");
    assertThat(mine.ok("list")).doesNotContain("unfinished");
    // Cut off between the data and the directory.
    mine.ok("clone", url(), "--to", copy.toString());
    assertThat(copy.resolve("base/1")).exists();
  }

  @Test
  void onlyTheNewestDataComesWhereThatIsAsked() throws IOException {
    commit(theirs, "main", Map.of("base/1", "third"));
    mine.ok("clone", url(), "--depth", "1", "--to", copy.toString());
    assertThat(mine.ok("log", "-q").lines()).hasSize(3);
    assertThat(mine.run("export", "main~1", temp.resolve("old").toString()).exitCode())
        .isEqualTo(3);
    mine.ok("fetch", "--depth", "2");
    mine.ok("export", "main~1", temp.resolve("old").toString());
    assertThat(mine.run("clone", url(), "history", "--history-only", "--depth", "1").exitCode())
        .isEqualTo(2);
    mine.ok("clone", url(), "history", "--history-only");
    assertThat(mine.ok("-C", "history", "log", "-q").lines()).hasSize(3);
    assertThat(mine.run("-C", "history", "fetch", "--unshallow", "--depth", "1").exitCode())
        .isEqualTo(2);
    mine.ok("-C", "history", "fetch", "--unshallow");
    mine.ok("-C", "history", "export", "origin/main~1", temp.resolve("older").toString());
  }
}

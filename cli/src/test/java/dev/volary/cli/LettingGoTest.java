package dev.volary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volary.core.depot.Depot;
import dev.volary.core.depot.VolumeName;
import dev.volary.core.history.CommitId;
import dev.volary.core.history.RefName;
import dev.volary.core.history.Refs;
import dev.volary.core.history.ShelvedRef.Shelf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What deleting says, and what `gc` lets go of when.
final class LettingGoTest {
  @TempDir private Path place;
  private Scene scene;

  @BeforeEach
  void volume() throws IOException {
    scene = new Scene(place).withVolume();
  }

  private Refs refs(Depot depot) throws IOException {
    return depot.volume(new VolumeName("pgdata")).history().refs();
  }

  @Test
  void deletingSaysWhatItFreesAndWhen() {
    Scene.Ran held = scene.run("branch", "-d", "old");
    assertThat(held.out()).startsWith("deleted branch old, was at ");
    assertThat(held.err())
        .contains("frees nothing: other branches or tags", "undo: volary trash restore pgdata@old");
    assertThat(scene.run("tag", "-d", "v1").err()).contains("frees nothing", "pgdata@v1");
    scene.ok("branch", "--orphan", "alone", "main");
    assertThat(scene.run("branch", "-D", "alone").err())
        .contains("held by the trash until 2026-11-24", "`volary gc` after that");
    assertThat(scene.ok("branch", "--orphan", "alone", "main", "-q"))
        .isEqualTo(scene.ok("branch", "-D", "alone", "-q"));
  }

  @Test
  void whatKilledCommandsLeftGoes() throws IOException {
    Path temporary;
    try (Depot depot = scene.depot()) {
      temporary = depot.layout().temporary();
    }
    Path old = Files.createDirectories(temporary.resolve("check1"));
    Path fresh = Files.createFile(temporary.resolve("scan1.tmp"));
    Files.setLastModifiedTime(old, FileTime.from(Scene.NOW.minus(Duration.ofDays(2))));
    Files.setLastModifiedTime(fresh, FileTime.from(Scene.NOW.minus(Duration.ofHours(2))));
    scene.ok("gc");
    assertThat(old).doesNotExist();
    assertThat(fresh).exists();
  }

  @Test
  void aPlanCountsWhatIsLetGoAsGone() {
    scene.ok("remove", "pgdata", "--confirm=pgdata");
    assertThat(scene.ok("gc", "--dry-run")).contains("would free 0 B", "held by trash");
    assertThat(scene.ok("gc", "--dry-run", "--now")).doesNotContain("held by trash");
    scene.at(Scene.NOW.plus(Duration.ofDays(8)));
    assertThat(scene.ok("gc", "--dry-run"))
        .doesNotContain("held by trash")
        .doesNotContain("would free 0 B");
    assertThat(scene.ok("trash", "list", "-q")).isEqualTo("pgdata\n");
  }

  @ParameterizedTest
  @EnumSource(
      value = Shelf.class,
      names = {"KEPT", "STASH", "INCOMING"})
  void tipsAreKeptForNinetyDays(Shelf shelf) throws IOException {
    try (Depot depot = scene.depot()) {
      var volume = depot.volume(new VolumeName("pgdata"));
      CommitId tip = scene.commit(depot, volume, "away", Map.of("only", "here"));
      refs(depot).shelve(shelf, RefName.branch("away"), tip);
      refs(depot).delete(RefName.branch("away"), tip, Shelf.TRASH, Scene.ANNA);
      refs(depot).shelved(Shelf.TRASH).forEach(refs(depot)::drop);
    }
    scene.at(Scene.NOW.plus(Duration.ofDays(89)));
    String held = "held by " + shelf.name().toLowerCase(java.util.Locale.ROOT);
    assertThat(scene.ok("gc", "--dry-run")).contains(held);
    scene.ok("gc");
    try (Depot depot = scene.depot()) {
      assertThat(refs(depot).shelved(shelf)).hasSize(1);
    }
    scene.at(Scene.NOW.plus(Duration.ofDays(91)));
    assertThat(scene.ok("gc", "--dry-run")).doesNotContain(held);
    scene.ok("gc");
    try (Depot depot = scene.depot()) {
      assertThat(refs(depot).shelved(shelf)).isEmpty();
    }
    assertThat(scene.ok("fsck")).contains("sound");
  }

  @Test
  void aCommitThatNothingNamesGoesAfterItsData() throws IOException {
    scene.ok("branch", "--orphan", "alone", "main");
    String commit = scene.ok("log", "-q", "alone").strip();
    scene.ok("branch", "-D", "alone");
    scene.at(Scene.NOW.plus(Duration.ofDays(8)));
    scene.ok("gc");
    assertThat(scene.run("show", commit).exitCode()).isZero();
    // The files' times are of the day the test runs.
    scene.at(Instant.now().plus(Duration.ofDays(120)));
    scene.ok("gc");
    assertThat(scene.run("show", commit).exitCode()).isEqualTo(3);
    assertThat(scene.ok("reflog", "-q").lines()).hasSize(1);
    assertThat(scene.ok("log", "-q").lines()).hasSize(2);
    assertThat(scene.ok("fsck")).contains("sound");
  }

  @Test
  void aTimeThatIsNotKnownNamesTheVolume() {
    Scene.Ran ran = scene.run("show", "pgdata@{2020-01-01}");
    assertThat(ran.exitCode()).isEqualTo(3);
    assertThat(ran.err()).contains("in volume pgdata, 'main' is known from");
  }

  @Test
  void aWorktreeThatGoesNamesTheIgnoredFilesFirst() throws IOException {
    scene.ok("ignore", "add", "*.tmp");
    Files.writeString(scene.worktreeDirectory().resolve("a.tmp"), "12345");
    String out = scene.ok("worktree", "remove", "--force");
    assertThat(out.lines())
        .containsExactly(
            "deleting with it 1 ignored file (5 B) that no commit has: a.tmp",
            scene.worktreeDirectory() + " is no worktree any more");
    assertThat(scene.worktreeDirectory()).doesNotExist();
  }
}

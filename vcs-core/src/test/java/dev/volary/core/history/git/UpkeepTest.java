package dev.volary.core.history.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volary.core.history.CommitId;
import dev.volary.core.history.LogQuery;
import dev.volary.core.history.RefName;
import dev.volary.core.history.ShelvedRef.Shelf;
import dev.volary.core.history.VolumeHistory.Upkeep;
import dev.volary.core.history.git.upkeep.ObjectPacking;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Maintenance bounds the number of files and loses nothing.
final class UpkeepTest {
  private static final int COMMITS = 300;

  @TempDir Path folder;
  private Scene scene;

  @BeforeEach
  void create() {
    scene = Scene.create(folder);
  }

  @AfterEach
  void close() {
    scene.close();
  }

  private long files(String directory, String suffix) throws IOException {
    try (Stream<Path> all = Files.walk(scene.gitDir.resolve(directory))) {
      return all.filter(Files::isRegularFile).filter(f -> f.toString().endsWith(suffix)).count();
    }
  }

  @Test
  void manyCommitsLeaveFewFiles() throws IOException {
    CommitId unnamed = scene.write("named by nothing yet");
    try (Scene reader = Scene.open(scene.gitDir)) {
      for (int i = 0; i < COMMITS; i++) {
        CommitId id = scene.commit(Scene.MAIN, "commit " + i);
        scene.history.maintain();
        if (i % 50 == 0) {
          assertThat(reader.history.resolve("main")).isEqualTo(id);
          assertThat(reader.history.read(id).subject()).isEqualTo("commit " + i);
        }
      }
      assertThat(reader.history.log(LogQuery.from(reader.history.resolve("main"))))
          .hasSize(COMMITS);
    }
    assertThat(files("objects", ".pack")).isLessThanOrEqualTo(3);
    assertThat(files("objects", ".idx")).isEqualTo(files("objects", ".pack"));
    assertThat(files("objects", "")).isLessThan(ObjectPacking.LOOSE_LIMIT + 12);
    assertThat(scene.history.contains(unnamed)).isTrue();
    assertThat(scene.fsck()).isEmpty();
    assertThat(scene.git("rev-list", "--count", "main").strip())
        .isEqualTo(Integer.toString(COMMITS));
  }

  @Test
  void packedRefsCanStillBeMovedAndDeleted() throws IOException {
    CommitId a = scene.commit(Scene.MAIN, "a");
    for (int i = 0; i < RefPacking.LOOSE_LIMIT; i++) {
      scene.history.refs().update(scene.update(RefName.branch("b/" + i), Optional.empty(), a));
    }
    scene
        .history
        .tags()
        .create(
            RefName.tag("t"),
            a,
            Optional.of(
                new dev.volary.core.history.Tags.Annotation(Scene.ANN, "t", Optional.empty())));
    String before = scene.git("show-ref", "--dereference");
    Upkeep upkeep = scene.history.maintain();

    assertThat(upkeep.packedRefs()).isEqualTo(RefPacking.LOOSE_LIMIT + 2);
    assertThat(files("refs", "")).isZero();
    assertThat(scene.git("show-ref", "--dereference")).isEqualTo(before);
    assertThat(scene.history.maintain().packedRefs()).isZero();
    CommitId b = scene.commit(RefName.branch("b/1"), "b");
    scene.history.refs().delete(RefName.branch("b/2"), a, Shelf.KEPT, Scene.ANN);
    scene.history.refs().delete(RefName.branch("b/1"), b, Shelf.KEPT, Scene.ANN);
    assertThat(scene.history.refs().list("refs/heads/b/")).hasSize(RefPacking.LOOSE_LIMIT - 2);
    try (Scene again = Scene.open(scene.gitDir)) {
      assertThat(again.history.refs().list("refs/heads/b/"))
          .isEqualTo(scene.history.refs().list("refs/heads/b/"));
    }
    assertThat(scene.fsck()).isEmpty();
  }

  @Test
  void removesWhatCrashesLeft() throws IOException {
    scene.commit(Scene.MAIN, "a");
    Path loose = Files.writeString(scene.gitDir.resolve("objects/noz123.tmp"), "torn");
    Path pack = Files.writeString(scene.gitDir.resolve("objects/pack/tmp_volary_1.pack"), "torn");
    Path head = Files.writeString(scene.gitDir.resolve("HEAD.lock"), "torn");

    assertThat(scene.history.maintain()).isEqualTo(new Upkeep(0, 0, 1));
    assertThat(loose).doesNotExist();
    assertThat(pack).doesNotExist();
    assertThat(head).doesNotExist();
    assertThat(scene.fsck()).isEmpty();
  }
}

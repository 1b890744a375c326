package dev.volary.core.history.git;

import static dev.volary.core.history.git.GitHistoryTest.fails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.volary.core.error.Fault;
import dev.volary.core.history.CommitId;
import dev.volary.core.history.Labels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Labels given later, and how two sides' labels come together.
final class LabelStoreTest {
  @TempDir Path folder;
  private Scene scene;
  private Labels labels;
  private CommitId commit;

  @BeforeEach
  void create() {
    scene = Scene.create(folder);
    labels = scene.history.labels();
    commit = scene.write("a", new TreeMap<>(Map.of("env", "prod", "old", "1")));
    scene.history.refs().update(scene.update(Scene.MAIN, Optional.empty(), commit));
  }

  @AfterEach
  void close() {
    scene.close();
  }

  private void change(String key, String value) {
    labels.change(commit, Map.of(key, Optional.of(value)), Scene.ANN);
  }

  @Test
  void laterLabelsChangeEarlierOnes() {
    labels.change(commit, Map.of("env", Optional.of("test"), "old", Optional.empty()), Scene.ANN);
    change("new", "x=y z");

    Map<String, String> expected = Map.of("env", "test", "new", "x=y z");
    assertThat(labels.of(commit)).containsExactlyInAnyOrderEntriesOf(expected);
    assertThat(scene.history.read(commit).labels()).isEqualTo(labels.of(commit));
    assertThat(scene.git("notes", "--ref=labels", "show", commit.toHex()))
        .isEqualTo("env=test\nnew=x=y z\n-old\n");
    assertThat(scene.fsck()).isEmpty();
  }

  @Test
  void refusesWhatIsNoLabel() {
    fails(Fault.USAGE, () -> change("a b", "x"));
    fails(Fault.USAGE, () -> change("a", "two\nlines"));
    fails(Fault.USAGE, () -> change("", "x"));
    CommitId nowhere = CommitId.hex("5".repeat(40));
    fails(Fault.NOT_FOUND, () -> labels.change(nowhere, Map.of("a", Optional.of("b")), Scene.ANN));
  }

  @Test
  void aDamagedNoteIsCorrupt() throws IOException {
    Path note = Files.writeString(folder.resolve("note"), "no label here\n");
    scene.git(
        "-c",
        "user.name=x",
        "-c",
        "user.email=x@y",
        "notes",
        "--ref=labels",
        "add",
        "-F",
        note.toString(),
        commit.toHex());
    fails(Fault.CORRUPT, () -> labels.of(commit));
  }

  @Test
  void mergesKeyByKey() {
    change("both", "base");
    change("ours", "base");
    change("theirs", "base");
    String base = scene.git("rev-parse", Labels.REF.value()).strip();
    change("theirs", "changed");
    change("both", "theirs");
    change("only-theirs", "1");
    String theirs = scene.git("rev-parse", Labels.REF.value()).strip();
    scene.git("update-ref", Labels.REF.value(), base);
    change("ours", "changed");
    change("both", "ours");
    labels.change(commit, Map.of("only-ours", Optional.of("2")), Scene.ANN);

    labels.merge(CommitId.hex(theirs), Scene.ANN);
    assertThat(labels.of(commit))
        .containsEntry("ours", "changed")
        .containsEntry("theirs", "changed")
        .containsEntry("only-ours", "2")
        .containsEntry("only-theirs", "1")
        .containsEntry("both", "ours");
    String merged = scene.git("rev-parse", Labels.REF.value());
    labels.merge(CommitId.hex(theirs), Scene.ANN);
    assertThat(scene.git("rev-parse", Labels.REF.value())).isEqualTo(merged);
    assertThat(scene.fsck()).isEmpty();
  }

  @Test
  void takesOverWhereItHasNone() {
    change("a", "1");
    String theirs = scene.git("rev-parse", Labels.REF.value()).strip();
    scene.git("update-ref", "-d", Labels.REF.value());
    assertThat(labels.of(commit)).doesNotContainKey("a");
    labels.merge(CommitId.hex(theirs), Scene.ANN);
    assertThat(labels.of(commit)).containsEntry("a", "1");
  }
}

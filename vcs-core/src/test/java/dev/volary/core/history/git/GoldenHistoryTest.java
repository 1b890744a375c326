package dev.volary.core.history.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volary.core.history.CommitId;
import dev.volary.core.history.CommitInfo;
import dev.volary.core.history.LogQuery;
import dev.volary.core.history.RefName;
import dev.volary.core.history.ReflogEntry;
import dev.volary.core.history.ShelvedRef;
import dev.volary.core.history.ShelvedRef.Shelf;
import dev.volary.core.history.Tags.Annotation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A history written when format 1 was new is read for ever, and the same history is still written
/// with the same ids.
final class GoldenHistoryTest {
  private static final String TIP = "0fafeb08b3528fedcfe3d997703ae328f3ef3a3f";
  private static final String SIDE = "4861dc84d358ebbb0ad274df810f3e73e6ed56a0";

  @TempDir Path folder;

  /// Writes the history the golden file holds.
  static Scene write(Path folder) {
    Scene scene = Scene.create(folder);
    CommitId first = scene.commit(Scene.MAIN, "first");
    CommitId side = scene.write("side", new TreeMap<>(Map.of("env", "prod")), first);
    CommitId second = scene.commit(Scene.MAIN, "second\n\nwith a body");
    CommitId merge = scene.write("merge", second, side);
    scene.history.refs().update(scene.update(Scene.MAIN, Optional.of(second), merge));
    scene.history.refs().update(scene.update(RefName.branch("side"), Optional.empty(), side));
    scene.history.refs().delete(RefName.branch("side"), side, Shelf.KEPT, Scene.ANN);
    Optional<Annotation> words =
        Optional.of(new Annotation(Scene.ANN, "the first", Optional.empty()));
    scene.history.tags().create(RefName.tag("v1"), first, words);
    scene.history.labels().change(merge, Map.of("later", Optional.of("yes")), Scene.ANN);
    return scene;
  }

  @Test
  void writesTheSameIds() {
    try (Scene scene = write(folder)) {
      assertThat(scene.history.resolve("main").toHex()).isEqualTo(TIP);
      assertThat(scene.history.refs().shelved(Shelf.KEPT))
          .extracting(kept -> kept.tip().toHex())
          .containsExactly(SIDE);
    }
  }

  @Test
  void readsWhatFormatOneWrote() throws IOException {
    try (InputStream golden =
        Objects.requireNonNull(getClass().getResourceAsStream("history-1.zip"), "golden file")) {
      unpack(golden, folder);
    }
    try (Scene scene = Scene.open(folder.resolve("history.git"))) {
      CommitId tip = scene.history.resolve("main");
      assertThat(tip.toHex()).isEqualTo(TIP);
      List<CommitInfo> log = scene.history.log(LogQuery.from(tip));
      assertThat(log).extracting(CommitInfo::subject).contains("merge", "first").hasSize(4);
      assertThat(log.getFirst().labels()).containsExactly(Map.entry("later", "yes"));
      assertThat(scene.history.read(CommitId.hex(SIDE)).labels()).containsEntry("env", "prod");
      ShelvedRef kept = scene.history.refs().shelved(Shelf.KEPT).getFirst();
      assertThat(kept.origin()).isEqualTo(RefName.branch("side"));
      assertThat(scene.history.refs().reflog(Scene.MAIN))
          .extracting(ReflogEntry::after)
          .startsWith(tip);
      assertThat(scene.history.tags().list().getFirst().message()).isEqualTo("the first");
      assertThat(scene.fsck()).isEmpty();
      scene.commit(Scene.MAIN, "goes on");
      assertThat(scene.history.roots()).hasSize(5);
    }
  }

  private static void unpack(InputStream golden, Path to) throws IOException {
    try (ZipInputStream zip = new ZipInputStream(golden)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path file = to.resolve(entry.getName()).normalize();
        assertThat(file.startsWith(to)).isTrue();
        if (entry.isDirectory()) {
          Files.createDirectories(file);
        } else {
          Files.createDirectories(file.getParent());
          Files.write(file, zip.readAllBytes());
        }
      }
    }
  }
}

package dev.volary.core.history.git;

import static dev.volary.core.history.git.GitHistoryTest.fails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.volary.core.error.Fault;
import dev.volary.core.history.CommitId;
import dev.volary.core.history.RefName;
import dev.volary.core.history.Refs;
import dev.volary.core.history.ShelvedRef.Shelf;
import dev.volary.core.history.Tags;
import dev.volary.core.history.VolumeHistory.Lapsed;
import dev.volary.core.history.VolumeHistory.Prune;
import dev.volary.core.history.VolumeHistory.Pruned;
import dev.volary.core.history.git.incoming.IncomingPack;
import dev.volary.core.history.git.upkeep.ObjectPacking;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Old moves and old objects that nothing names go; all else stays whole.
final class PruneTest {
  private static final Instant LIMIT = Scene.START.minus(Duration.ofDays(14));

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

  /// Makes every object that is there now an old one.
  private void age() throws IOException {
    try (Stream<Path> all = Files.walk(scene.gitDir.resolve("objects"))) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        Files.setLastModifiedTime(file, FileTime.from(LIMIT.minusSeconds(1)));
      }
    }
  }

  private Pruned prune(CommitId... held) {
    return scene.history.prune(new Prune(Instant.EPOCH, LIMIT, List.of(held)));
  }

  private Path loose(CommitId id) {
    String hex = id.toHex();
    return scene.gitDir.resolve("objects").resolve(hex.substring(0, 2)).resolve(hex.substring(2));
  }

  @Test
  void whatIsNamedStays() throws IOException {
    CommitId a = scene.commit(Scene.MAIN, "a");
    CommitId overwritten = scene.commit(Scene.MAIN, "overwritten");
    scene.history.refs().update(scene.update(Scene.MAIN, Optional.of(overwritten), a));
    scene.history.labels().change(a, Map.of("k", Optional.of("v")), Scene.ANN);
    Tags.Annotation note = new Tags.Annotation(Scene.ANN, "t", Optional.empty());
    scene.history.tags().create(RefName.tag("t"), a, Optional.of(note));
    CommitId base = scene.write("base of a worktree");
    CommitId moving = scene.write("about to be named");
    scene.history.refs().recordMove("w", new Refs.Move(Scene.MAIN, Optional.of(a), moving));
    CommitId shelved = scene.commit(RefName.branch("b"), "shelved");
    scene.history.refs().delete(RefName.branch("b"), shelved, Shelf.TRASH, Scene.ANN);
    CommitId unnamed = scene.write("unnamed");
    age();

    assertThat(prune(base)).isEqualTo(new Pruned(0, 3));
    for (CommitId id : List.of(a, overwritten, base, moving, shelved)) {
      assertThat(scene.history.read(id).id()).isEqualTo(id);
    }
    assertThat(scene.history.contains(unnamed)).isFalse();
    assertThat(scene.history.labels().of(a)).containsEntry("k", "v");
    assertThat(scene.history.tags().list()).hasSize(1);
    assertThat(scene.fsck()).isEmpty();
    assertThat(prune(base)).isEqualTo(new Pruned(0, 0));
  }

  @Test
  void whatIsYoungStaysWithAllItNames() throws IOException {
    CommitId old = scene.write("old");
    age();
    CommitId young = scene.write("young", old);
    assertThat(prune().objects()).isZero();
    age();
    CommitId other = scene.write("other");
    assertThat(prune().objects()).isEqualTo(6);
    assertThat(scene.history.contains(young)).isFalse();
    assertThat(scene.history.contains(old)).isFalse();
    assertThat(scene.history.contains(other)).isTrue();
  }

  @Test
  void packsAreWrittenAnewAndOthersDoNotBuildOnWhatIsGone() throws IOException {
    CommitId unnamed = scene.write("unnamed");
    for (int i = 0; i * 3 < ObjectPacking.LOOSE_LIMIT; i++) {
      scene.commit(Scene.MAIN, "commit " + i);
    }
    scene.history.maintain();
    CommitId loose = scene.write("loose");
    assertThat(loose(unnamed)).doesNotExist();
    age();
    try (Scene other = Scene.open(scene.gitDir)) {
      CommitId tip = other.history.resolve("main");
      assertThat(other.history.contains(unnamed)).isTrue();
      assertThat(other.history.contains(loose)).isTrue();

      assertThat(prune().objects()).isEqualTo(6);
      RefName b = RefName.branch("b");
      fails(
          Fault.NOT_FOUND,
          () -> other.history.refs().update(other.update(b, Optional.empty(), unnamed)));
      fails(
          Fault.NOT_FOUND,
          () -> other.history.refs().update(other.update(b, Optional.empty(), loose)));
      assertThat(other.history.read(tip).id()).isEqualTo(tip);
      assertThat(other.commit(Scene.MAIN, "next")).isEqualTo(scene.history.resolve("main"));
    }
    assertThat(scene.git("fsck", "--strict", "--unreachable", "--no-progress")).isEmpty();
  }

  @Test
  void nothingGoesWhileSomethingIsReceived() throws IOException {
    CommitId unnamed = scene.write("unnamed");
    age();
    try (BareRepository open = BareRepository.open(scene.gitDir, Scene.setup(scene::now));
        IncomingPack _ = IncomingPack.begin(open.files(), open.ownDirectory())) {
      assertThat(prune().objects()).isZero();
    }
    assertThat(scene.history.contains(unnamed)).isTrue();
    assertThat(prune().objects()).isEqualTo(3);
  }

  @Test
  void whoeverWritesNextCompletesWhatACrashCutShort() throws IOException {
    scene.commit(Scene.MAIN, "a");
    CommitId unnamed = scene.write("unnamed");
    String name = scene.gitDir.resolve("objects").relativize(loose(unnamed)).toString();
    Path journal = scene.gitDir.resolve("volary/dropping");
    Files.writeString(journal, "volary-dropping 1\npack/pack-" + "0".repeat(40) + ".idx\n" + name);
    try (Scene next = Scene.open(scene.gitDir)) {
      fails(
          Fault.NOT_FOUND,
          () ->
              next.history
                  .refs()
                  .update(next.update(RefName.branch("b"), Optional.empty(), unnamed)));
    }
    assertThat(journal).doesNotExist();
    assertThat(loose(unnamed)).doesNotExist();
    assertThat(scene.gitDir.resolve("volary/dropped")).hasContent("1");
    Files.writeString(journal, "volary-dropping 1\n../HEAD\n");
    fails(Fault.CORRUPT, () -> scene.history.maintain());
    assertThat(scene.gitDir.resolve("HEAD")).exists();
  }

  @Test
  void oldMovesAreForgottenButTheLatest() throws IOException {
    CommitId a = scene.commit(Scene.MAIN, "a");
    CommitId b = scene.commit(Scene.MAIN, "b");
    scene.history.refs().update(scene.update(Scene.MAIN, Optional.of(b), a));
    scene.history.refs().shelved(Shelf.KEPT).forEach(scene.history.refs()::drop);
    // JGit dates its entries by the machine's clock.
    Path log = scene.gitDir.resolve("logs/refs/heads/main");
    Files.writeString(log, Files.readString(log).replaceAll("> [0-9]+ ", "> 1000000000 "));
    Instant later = Instant.ofEpochSecond(1_000_000_001);
    assertThat(scene.history.roots(new Lapsed(Set.of(), later.minusSeconds(1)))).hasSize(2);
    assertThat(scene.history.roots()).hasSize(2);
    assertThat(scene.history.roots(new Lapsed(Set.of(), later))).hasSize(1);

    assertThat(scene.history.prune(new Prune(later, Instant.EPOCH, List.of())).moves())
        .isEqualTo(2);
    assertThat(scene.history.refs().reflog(Scene.MAIN))
        .singleElement()
        .satisfies(move -> assertThat(move.after()).isEqualTo(a));
    assertThat(scene.history.prune(new Prune(later, Instant.EPOCH, List.of())).moves()).isZero();
    assertThat(scene.git("reflog", "show", "main").lines()).hasSize(1);
    assertThat(scene.fsck()).isEmpty();
  }
}

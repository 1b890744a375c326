package dev.volary.core.history.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.CommitId;
import dev.volary.core.history.CommitInfo;
import dev.volary.core.history.LogQuery;
import dev.volary.core.history.LogQuery.Filter;
import dev.volary.core.history.RefName;
import dev.volary.core.history.ShelvedRef.Shelf;
import dev.volary.core.history.VolumeHistory.HeldCommit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Commits and walks, judged by stock Git where it has a say.
final class GitHistoryTest {
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

  static void fails(Fault fault, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            VolaryException.class, e -> assertThat(e.fault()).as(e.getMessage()).isEqualTo(fault));
  }

  @Test
  void readsBackWhatItWrote() {
    CommitId first = scene.commit(Scene.MAIN, "first\n\nwith a body");
    CommitId second = scene.write("second", new TreeMap<>(Map.of("env", "prod")), first);

    CommitInfo info = scene.history.read(second);
    assertThat(info.parents()).containsExactly(first);
    assertThat(info.author()).isEqualTo(Scene.ANN);
    assertThat(info.labels()).containsExactly(Map.entry("env", "prod"));
    assertThat(info.text()).isEqualTo("second\n");
    assertThat(info.subject()).isEqualTo("second");
    assertThat(info.facts().root()).isEqualTo(Scene.facts("second", Scene.START).root());
    assertThat(scene.history.facts(first).captured()).isEqualTo(Scene.START.plusSeconds(60));
    assertThat(scene.history.contains(second)).isTrue();
  }

  @Test
  void stockGitFindsNothingOdd() {
    CommitId first = scene.commit(Scene.MAIN, "first");
    CommitId side = scene.write("side", new TreeMap<>(Map.of("a", "1", "b.c/d", "x y")), first);
    CommitId merge = scene.write("", scene.commit(Scene.MAIN, "second"), side);
    CommitId octopus = scene.write("three", first, side, merge);
    scene
        .history
        .refs()
        .update(scene.update(RefName.branch("octo/pus"), Optional.empty(), octopus));

    assertThat(scene.fsck()).isEmpty();
    assertThat(scene.git("log", "--graph", "--all", "--format=%h %an <%ae> %s")).contains("three");
    assertThat(scene.git("log", "-1", "--format=%(trailers:key=Label,valueonly)", side.toHex()))
        .contains("a=1", "b.c/d=x y");
    assertThat(scene.git("ls-remote", scene.gitDir.toString()))
        .contains(octopus.toHex(), "refs/heads/octo/pus");
    assertThat(scene.git("rev-parse", "HEAD").strip())
        .isEqualTo(scene.history.resolve("main").toHex());
    assertThat(scene.git("config", "core.logAllRefUpdates").strip()).isEqualTo("always");
  }

  @Test
  void refusesParentsThatAreNotThere() {
    CommitId nowhere = CommitId.hex("1".repeat(40));
    fails(Fault.NOT_FOUND, () -> scene.write("orphan", nowhere));
    fails(Fault.NOT_FOUND, () -> scene.history.read(nowhere));
    assertThat(scene.history.contains(nowhere)).isFalse();
  }

  @Test
  void existsOnceOnly() {
    fails(Fault.CONFLICT, () -> Scene.create(folder));
    fails(Fault.NOT_FOUND, () -> Scene.open(folder.resolve("elsewhere")));
  }

  @Test
  void logsChildrenBeforeParents() {
    CommitId a = scene.commit(Scene.MAIN, "a");
    CommitId b = scene.commit(Scene.MAIN, "b");
    CommitId side = scene.write("side", a);
    CommitId merge = scene.write("merge", b, side);

    List<CommitId> all = ids(scene.history.log(LogQuery.from(merge)));
    assertThat(all).containsExactlyInAnyOrder(a, b, side, merge);
    assertThat(all.getFirst()).isEqualTo(merge);
    assertThat(all.getLast()).isEqualTo(a);
    assertThat(ids(scene.history.log(LogQuery.from(merge).withFirstParent())))
        .containsExactly(merge, b, a);
    assertThat(ids(scene.history.log(LogQuery.from(merge).withLimit(2)))).hasSize(2);
    assertThat(ids(scene.history.log(LogQuery.from(merge).withLimit(0)))).isEmpty();
    assertThat(scene.history.mergeBase(b, side)).contains(a);
    assertThat(scene.history.isAncestor(a, merge)).isTrue();
    assertThat(scene.history.isAncestor(merge, a)).isFalse();
  }

  @Test
  void filtersByTimeAndLabel() {
    CommitId a = scene.commit(Scene.MAIN, "a");
    CommitId b = scene.write("b", new TreeMap<>(Map.of("env", "prod")), a);
    CommitId c = scene.write("c", new TreeMap<>(Map.of("env", "test")), b);
    var since = Optional.of(scene.history.facts(b).captured());

    Filter late = new Filter(since, Optional.empty(), Map.of());
    Filter early = new Filter(Optional.empty(), since, Map.of());
    Filter prod =
        new Filter(Optional.empty(), Optional.empty(), Map.of("env", Optional.of("prod")));
    Filter any = new Filter(Optional.empty(), Optional.empty(), Map.of("env", Optional.empty()));
    assertThat(ids(scene.history.log(LogQuery.from(c).withFilter(late)))).containsExactly(c, b);
    assertThat(ids(scene.history.log(LogQuery.from(c).withFilter(early)))).containsExactly(b, a);
    assertThat(ids(scene.history.log(LogQuery.from(c).withFilter(prod)))).containsExactly(b);
    assertThat(ids(scene.history.log(LogQuery.from(c).withFilter(any)))).containsExactly(c, b);
  }

  @Test
  void namesEveryCommitThatKeepsData() {
    CommitId a = scene.commit(Scene.MAIN, "a");
    CommitId dropped = scene.commit(RefName.branch("gone"), "dropped");
    scene.history.refs().delete(RefName.branch("gone"), dropped, Shelf.KEPT, Scene.ANN);
    CommitId replaced = scene.commit(Scene.MAIN, "replaced");
    scene.history.refs().update(scene.update(Scene.MAIN, Optional.of(replaced), a));
    CommitId loose = scene.write("never named", a);
    scene.history.labels().change(a, Map.of("k", Optional.of("v")), Scene.ANN);

    List<HeldCommit> held = scene.history.roots();
    assertThat(held).extracting(HeldCommit::commit).containsExactlyInAnyOrder(a, dropped, replaced);
    assertThat(held).extracting(HeldCommit::commit).doesNotContain(loose);
    assertThat(held)
        .filteredOn(h -> h.commit().equals(dropped))
        .singleElement()
        .satisfies(h -> assertThat(h.heldBy()).startsWith("refs/volary/kept/"));
    assertThat(held).contains(new HeldCommit(a, "refs/heads/main"));
  }

  @Test
  void holdsWhatOnlyAReflogKnows() throws IOException {
    scene.commit(Scene.MAIN, "a");
    CommitId b = scene.commit(Scene.MAIN, "b");
    Path ref = scene.gitDir.resolve("refs/heads/main");
    Files.delete(ref);
    assertThat(scene.history.roots()).contains(new HeldCommit(b, "reflog of refs/heads/main"));
  }

  @Test
  void garbageIsCorruptAndNothingElse() throws IOException {
    CommitId a = scene.commit(Scene.MAIN, "a");
    Files.writeString(scene.gitDir.resolve("refs/heads/main"), "no id at all, but long enough\n");
    fails(Fault.CORRUPT, () -> scene.history.resolve("main"));
    fails(Fault.CORRUPT, () -> scene.history.refs().find(Scene.MAIN));
    fails(Fault.CORRUPT, () -> scene.history.roots());
    Files.writeString(scene.gitDir.resolve("refs/heads/main"), "");
    fails(Fault.CORRUPT, () -> scene.history.roots());
    Files.writeString(scene.gitDir.resolve("refs/heads/main"), a.toHex() + "\n");
    Path object =
        scene.gitDir.resolve("objects/" + a.toHex().substring(0, 2) + "/" + a.toHex().substring(2));
    Files.setPosixFilePermissions(
        object, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
    Files.writeString(object, "garbage");
    fails(Fault.CORRUPT, () -> scene.history.read(a));
    Files.delete(object);
    try (Scene again = Scene.open(scene.gitDir)) {
      fails(Fault.NOT_FOUND, () -> again.history.read(a));
      fails(Fault.CORRUPT, () -> again.history.roots());
    }
    Files.writeString(scene.gitDir.resolve("config"), "[core\n");
    fails(Fault.CORRUPT, () -> Scene.open(scene.gitDir));
  }

  private static List<CommitId> ids(List<CommitInfo> commits) {
    return commits.stream().map(CommitInfo::id).toList();
  }
}

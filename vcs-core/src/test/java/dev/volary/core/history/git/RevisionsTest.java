package dev.volary.core.history.git;

import static dev.volary.core.history.git.GitHistoryTest.fails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.CommitId;
import dev.volary.core.history.LogQuery;
import dev.volary.core.history.RefName;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What revisions mean, and how they fail.
final class RevisionsTest {
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

  private CommitId resolve(String revision) {
    return scene.history.resolve(revision);
  }

  @Test
  void readsGitsSyntax() {
    CommitId a = scene.commit(Scene.MAIN, "a");
    CommitId b = scene.commit(Scene.MAIN, "b");
    CommitId side = scene.write("side", a);
    CommitId merge = scene.write("merge", b, side);
    scene.history.refs().update(scene.update(RefName.branch("m"), Optional.empty(), merge));

    assertThat(resolve("HEAD")).isEqualTo(b);
    assertThat(resolve("@")).isEqualTo(b);
    assertThat(resolve("main~1")).isEqualTo(a);
    assertThat(resolve("m^2")).isEqualTo(side);
    assertThat(resolve("m^2~")).isEqualTo(a);
    assertThat(resolve(" refs/heads/m ")).isEqualTo(merge);
    assertThat(resolve(side.shortHex())).isEqualTo(side);
    assertThat(resolve(side.toHex().toUpperCase(java.util.Locale.ROOT))).isEqualTo(side);
    fails(Fault.NOT_FOUND, () -> resolve("main~9"));
    fails(Fault.NOT_FOUND, () -> resolve("f".repeat(40)));
    fails(Fault.NOT_FOUND, () -> resolve("main^{tree}"));
    fails(Fault.USAGE, () -> resolve(""));
    fails(Fault.USAGE, () -> resolve("main^{"));
    fails(Fault.NOT_FOUND, () -> resolve("-x"));
  }

  @Test
  void readsRanges() {
    CommitId a = scene.commit(Scene.MAIN, "a");
    CommitId b = scene.commit(Scene.MAIN, "b");
    CommitId side = scene.write("side", a);

    assertThat(scene.history.log(LogQuery.of(scene.history.resolveRange(a + ".."))))
        .extracting(c -> c.id())
        .containsExactly(b);
    assertThat(scene.history.log(LogQuery.of(scene.history.resolveRange("main..." + side))))
        .extracting(c -> c.id())
        .containsExactlyInAnyOrder(b, side);
    assertThat(scene.history.resolveRange("^main").without()).containsExactly(b);
    assertThat(scene.history.resolveRange("main").from()).containsExactly(b);
  }

  @Test
  void findsByCaptureTime() {
    CommitId a = scene.commit(Scene.MAIN, "a");
    CommitId b = scene.commit(Scene.MAIN, "b");
    CommitId c = scene.commit(Scene.MAIN, "c");
    String ofB = scene.history.facts(b).captured().toString();

    assertThat(resolve("main@{" + ofB + "}")).isEqualTo(b);
    assertThat(resolve("@{" + ofB + "}")).isEqualTo(b);
    assertThat(resolve("main@{" + ofB + "}~1")).isEqualTo(a);
    String minute = ofB.substring(0, 16).replace('T', ' ');
    assertThat(resolve("main@{" + minute + "}")).isEqualTo(b);
    assertThat(resolve("main@{2026-11-17}")).isEqualTo(c);
    assertThat(resolve("main@{" + scene.history.facts(c).captured() + "}")).isEqualTo(c);
    for (String outside : new String[] {"2026-11-17 19:59", "2026-11-17 23:59", "2001-01-01"}) {
      assertThatThrownBy(() -> resolve("main@{" + outside + "}"))
          .isInstanceOfSatisfying(
              VolaryException.class, e -> assertThat(e.fault()).isEqualTo(Fault.NOT_FOUND))
          .hasMessageContaining("2026-11-17 20:01")
          .hasMessageContaining("to 2026-11-17 20:");
    }
    fails(Fault.USAGE, () -> resolve("main@{some day}"));
    fails(Fault.USAGE, () -> resolve("main@{2026-13-45 99:00}"));
    fails(Fault.NOT_FOUND, () -> resolve("nobody@{2026-11-17 20:01}"));
  }

  @Test
  void namesWhatWasProbablyMeant() {
    scene.commit(RefName.branch("production"), "a");
    assertThatThrownBy(() -> resolve("prodution")).hasMessageContaining("did you mean production?");
    assertThatThrownBy(() -> resolve("prod")).hasMessageContaining("did you mean production?");
    assertThatThrownBy(() -> resolve("zebra")).hasMessageEndingWith("'zebra'");
  }

  @Test
  void refusesTwoMeanings() {
    CommitId a = scene.commit(Scene.MAIN, "a");
    CommitId b = scene.commit(RefName.branch("x"), "b");
    scene.history.tags().create(RefName.tag("x"), b, Optional.empty());
    assertThat(resolve("x")).isEqualTo(b);
    scene.history.tags().create(RefName.tag("main"), b, Optional.empty());
    assertThatThrownBy(() -> resolve("main~1"))
        .isInstanceOfSatisfying(
            VolaryException.class,
            e -> {
              assertThat(e.fault()).isEqualTo(Fault.CONFLICT);
              assertThat(e.candidates()).containsExactly("refs/heads/main", "refs/tags/main");
            });
    assertThat(resolve("refs/heads/main")).isEqualTo(a);
  }

  @Test
  void listsTheCandidatesOfAShortId() {
    Map<String, CommitId> seen = new HashMap<>();
    CommitId one = scene.write("0");
    // Two of 17 commits share their first digit, so two of 257 their first two.
    for (int i = 1; !seen.containsKey(one.toHex().substring(0, 2)); i++) {
      seen.put(one.toHex().substring(0, 2), one);
      one = scene.write(Integer.toString(i));
    }
    String shared = one.toHex().substring(0, 2);
    assertThatThrownBy(() -> resolve(shared))
        .isInstanceOfSatisfying(
            VolaryException.class,
            e -> {
              assertThat(e.fault()).isEqualTo(Fault.CONFLICT);
              assertThat(e.candidates()).hasSize(2);
            });
  }

  @Test
  void labelsAreNoCommitsOfTheVolume() {
    CommitId a = scene.commit(Scene.MAIN, "a");
    scene.history.labels().change(a, Map.of("k", Optional.of("v")), Scene.ANN);
    fails(Fault.NOT_FOUND, () -> resolve("refs/notes/labels"));
  }
}

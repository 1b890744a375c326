package dev.volary.core.store.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.session.ChildJvm;
import dev.volary.fixtures.Seeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The manifest is replaced in one step, by one at a time, and no replacement is lost.
final class ManifestFileTest {
  @TempDir Path depot;
  private final RandomGenerator random = Seeds.generator(1);
  private ManifestFile manifests;

  @BeforeEach
  void open() {
    manifests = ManifestFile.of(depot, Duration.ofMinutes(2));
  }

  @Test
  void aDepotBeginsEmptyAndIsMadeOnce() throws IOException {
    assertThatThrownBy(manifests::load)
        .isInstanceOfSatisfying(
            VolaryException.class, e -> assertThat(e.fault()).isEqualTo(Fault.NOT_FOUND));
    manifests.create();
    assertThat(manifests.load()).isEqualTo(Manifest.empty());
    manifests.edit("test", edit -> edit.reservePacks(3));
    manifests.create();
    assertThat(manifests.load().nextPack()).isEqualTo(3);
  }

  @Test
  void packsComeAreCondemnedAndGo() throws IOException {
    manifests.create();
    Manifest two =
        manifests.edit(
            "test",
            edit -> {
              long first = edit.reservePacks(2);
              edit.addPack(Manifests.pack(random, first + 1));
              edit.addPack(Manifests.pack(random, first));
              edit.addIndex(new IndexInfo(Manifests.name(random), 1, 1, List.of(0L, 1L)));
            });
    assertThat(two.packs()).extracting(PackInfo::number).containsExactly(0L, 1L);

    Manifest condemned = manifests.edit("test", edit -> edit.condemn(1));
    assertThat(condemned.pack(1).orElseThrow().condemnedIn()).isEqualTo(condemned.generation());
    Manifest again = manifests.edit("test", edit -> edit.condemn(1));
    assertThat(again.pack(1)).as("it keeps its generation").isEqualTo(condemned.pack(1));
    assertThat(manifests.edit("test", edit -> edit.reprieve(1)).anyCondemned()).isFalse();

    Manifest one = manifests.edit("test", edit -> edit.dropPacks(List.of(1L)));
    assertThat(one.indexes().getFirst().packs()).containsExactly(0L);
    Manifest none = manifests.edit("test", edit -> edit.dropPacks(List.of(0L)));
    assertThat(none.indexes()).isEmpty();
    assertThat(none.nextPack()).as("numbers are never given again").isEqualTo(2);
    assertThat(manifests.load()).isEqualTo(none);
    assertThat(manifests.current()).isEqualTo(none.generation());
  }

  @Test
  void aReplacementPreparedForAnOlderOneIsTurnedAway() throws IOException {
    manifests.create();
    Manifest seen = manifests.load();
    manifests.edit("test", seen, edit -> edit.reservePacks(1));
    assertThatThrownBy(() -> manifests.edit("test", seen, edit -> edit.reservePacks(1)))
        .isInstanceOfSatisfying(
            VolaryException.class, e -> assertThat(e.fault()).isEqualTo(Fault.BUSY));
    assertThat(manifests.load().nextPack()).isEqualTo(1);
  }

  @Test
  void aFailedEditChangesNothing() throws IOException {
    manifests.create();
    assertThatThrownBy(() ->
            manifests.edit(
                "test",
                edit -> {
                  edit.reservePacks(1);
                  throw new IOException("no");
                }))
        .hasMessage("no");
    assertThatThrownBy(
            () -> manifests.edit("test", edit -> edit.addPack(Manifests.pack(random, 0))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(manifests.load()).isEqualTo(Manifest.empty());
  }

  @Test
  void damageIsFoundByBothReaders() throws IOException {
    manifests.create();
    Path file = depot.resolve("manifest");
    Files.write(file, new byte[10]);
    assertThatThrownBy(manifests::load).isInstanceOf(VolaryException.class);
    assertThatThrownBy(manifests::current).isInstanceOf(VolaryException.class);
  }

  @Test
  void noEditOfManyProcessesIsLost() throws Exception {
    manifests.create();
    List<ChildJvm> children = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      children.add(ChildJvm.start(Editing.class, depot, 15));
    }
    long last = 0;
    while (last < 46) {
      long generation = manifests.load().generation();
      assertThat(generation).isGreaterThanOrEqualTo(last);
      last = generation;
    }
    for (ChildJvm child : children) {
      child.finish();
    }
    assertThat(manifests.load().nextObject()).isEqualTo(45);
  }

  @Test
  void aKilledEditorLeavesAWholeManifestAndNoLock() {
    Seeds.each(
        3,
        seeded -> {
          manifests.create();
          long acknowledged = 0;
          try (ChildJvm child = ChildJvm.start(Editing.class, depot, 100_000)) {
            for (int lines = 1 + seeded.nextInt(50); lines > 0; lines--) {
              acknowledged = Long.parseLong(child.line());
            }
            child.kill();
          }
          assertThat(manifests.load().generation()).isGreaterThanOrEqualTo(acknowledged);
          manifests.edit("test", edit -> edit.reserveObjects(1));
        });
  }
}

package dev.volary.core.operation.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volary.core.depot.LiveWorktree;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.CommitId;
import dev.volary.core.io.ByteString;
import dev.volary.core.linux.Linux;
import dev.volary.core.operation.Volumes;
import dev.volary.core.operation.copy.SharedCheckouts;
import dev.volary.core.restore.RestoreListener;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Worktrees that are overlays: what they cost, what keeps them what they are, how they go.
final class OverlayWorktreeTest {
  private static final OldWorktree.Removal GENTLY = new OldWorktree.Removal(false, false, _ -> {});
  private static final OldWorktree.Removal FORCED = new OldWorktree.Removal(false, true, _ -> {});
  private static final String BIG = "b".repeat(3 << 20);

  @TempDir private Path folder;

  private OverlayScenery scenery;
  private CommitId first;

  @BeforeEach
  void make() throws IOException {
    scenery = OverlayScenery.in(folder);
    scenery.plain.write("state", "one");
    scenery.plain.write("dir/big", BIG);
    scenery.plain.write("dir/other", "other");
    first = scenery.plain.commit();
  }

  @AfterEach
  void close() throws IOException {
    if (scenery != null) {
      scenery.close();
    }
  }

  private OldWorktree old() {
    return new OldWorktree(scenery.plain.depot, Scenery.ANN);
  }

  private void goTo(Path copy, CommitId commit) throws IOException {
    scenery.goTo(copy, commit, Uncommitted.REFUSE, RestoreListener.NONE);
  }

  private Path upper(Path copy) throws IOException {
    return scenery.layers().resolve(scenery.plain.target(copy).folder().id() + "/upper");
  }

  @Test
  void readNothingThatDidNotChange() throws IOException {
    Path copy = scenery.add("copy", first);
    assertThat(scenery.status(copy).clean()).isTrue();
    assertThat(upper(copy)).isEmptyDirectory();
    Files.writeString(copy.resolve("state"), "two");
    CommitTree.Result second = scenery.commit(copy);
    assertThat(second.created()).isTrue();
    assertThat(second.stored().storedBytes()).isLessThan(8 << 10);
  }

  @Test
  void canNotBeWrittenThroughBeneath() throws IOException {
    scenery.add("copy", first);
    Path beneath =
        scenery.checkouts().resolve(scenery.plain.volume().history().facts(first).root().toHex());
    assertThatThrownBy(() -> Files.writeString(beneath.resolve("tree/state"), "mine"))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("Read-only");
  }

  @Test
  void showAStoreThroughAMapping() throws IOException {
    Path copy = scenery.add("copy", first);
    try (FileChannel file =
            FileChannel.open(
                copy.resolve("dir/big"), StandardOpenOption.READ, StandardOpenOption.WRITE);
        Arena arena = Arena.ofConfined()) {
      MemorySegment map = file.map(FileChannel.MapMode.READ_WRITE, 0, BIG.length(), arena);
      for (byte round = 1; round <= 5; round++) {
        map.set(ValueLayout.JAVA_BYTE, 4_000, round);
        CommitTree.Result made = scenery.commit(copy);
        assertThat(made.created()).as("round " + round).isTrue();
        assertThat(made.facts().root()).isEqualTo(scenery.rootOfAll(copy));
      }
    }
  }

  @Test
  void areMountedAgainAndNothingElseIsTakenForThem() throws IOException {
    Path copy = scenery.add("copy", first);
    Files.writeString(copy.resolve("state"), "two");
    OverlayScenery.unmount(copy);
    assertThat(copy).isEmptyDirectory();
    assertThat(scenery.status(copy).clean()).isFalse();
    assertThat(copy.resolve("state")).hasContent("two");

    OverlayScenery.unmount(copy);
    Files.writeString(copy.resolve("stray"), "written while it was not mounted");
    assertThatThrownBy(() -> scenery.status(copy))
        .isInstanceOf(VolaryException.class)
        .hasMessageContaining("files stand in its place");
    Files.delete(copy.resolve("stray"));
    old().repair(Linux.bytes(copy), Optional.empty());
    assertThat(copy.resolve("state")).hasContent("two");

    OverlayScenery.unmount(copy);
    Path upper = upper(copy);
    Files.move(upper, upper.resolveSibling("elsewhere"));
    Files.createDirectory(upper);
    assertThatThrownBy(() -> scenery.status(copy))
        .isInstanceOf(VolaryException.class)
        .hasMessageContaining("not the one that was registered");
    Files.delete(upper);
    Files.move(upper.resolveSibling("elsewhere"), upper);
    assertThat(scenery.status(copy).clean()).isFalse();
  }

  @Test
  void canBeMountedAtAnotherPlace() throws IOException {
    Path copy = scenery.add("copy", first);
    Files.writeString(copy.resolve("state"), "two");
    Path place = Files.createDirectory(copy.resolveSibling("place"));
    old().repair(Linux.bytes(place), Optional.of(scenery.plain.target(copy).folder()));
    assertThat(place.resolve("state")).hasContent("two");
    assertThat(OverlayScenery.isMounted(copy)).isFalse();
  }

  @Test
  void changeIntoOtherCommitsAndBackByWritingWhatDiffers() throws IOException {
    scenery.plain.write("state", "two");
    Files.delete(scenery.plain.data.resolve("dir/other"));
    scenery.plain.write("new/file", "new");
    CommitId second = scenery.plain.commit();
    Path copy = scenery.add("copy", first);
    goTo(copy, second);
    assertThat(copy.resolve("state")).hasContent("two");
    assertThat(copy.resolve("dir/other")).doesNotExist();
    assertThat(scenery.status(copy).clean()).isTrue();
    assertThat(scenery.rootOfAll(copy))
        .isEqualTo(scenery.plain.volume().history().facts(second).root());
    assertThat(upper(copy).resolve("dir/big")).doesNotExist();
    goTo(copy, first);
    assertThat(scenery.rootOfAll(copy))
        .isEqualTo(scenery.plain.volume().history().facts(first).root());
    assertThat(upper(copy).resolve("dir/big")).doesNotExist();
    assertThat(scenery.status(copy).clean()).isTrue();
  }

  @Test
  void goOnAndBackAfterAnInterruption() throws IOException {
    scenery.plain.write("state", "two");
    scenery.plain.write("new/file", "new");
    CommitId second = scenery.plain.commit();
    Path copy = scenery.add("copy", first);
    for (boolean onwards : new boolean[] {false, true}) {
      assertThatThrownBy(() -> scenery.goTo(copy, second, Uncommitted.REFUSE, Scenery.CUT))
          .hasMessage("cut off");
      OverlayScenery.unmount(copy);
      try (LiveWorktree worktree =
          LiveWorktree.openInterrupted(scenery.plain.depot, scenery.plain.target(copy), "switch")) {
        Interruption interruption =
            new Interruption(scenery.plain.depot, Scenery.ANN, RestoreListener.NONE);
        if (onwards) {
          interruption.goOn(worktree);
        } else {
          interruption.goBack(worktree);
        }
      }
      assertThat(scenery.rootOfAll(copy))
          .isEqualTo(scenery.plain.volume().history().facts(onwards ? second : first).root());
      assertThat(scenery.status(copy).clean()).isTrue();
    }
  }

  @Test
  void goOnlyWhenNothingIsLost() throws IOException {
    Path copy = scenery.add("copy", first);
    Files.writeString(copy.resolve("state"), "two");
    assertThatThrownBy(() -> old().remove(scenery.plain.target(copy), GENTLY))
        .isInstanceOf(VolaryException.class)
        .hasMessageContaining("uncommitted changes");
    assertThatThrownBy(() ->
            old().remove(scenery.plain.target(copy), new OldWorktree.Removal(true, true, _ -> {})))
        .isInstanceOf(VolaryException.class)
        .hasMessageContaining("is an overlay");
    assertThatThrownBy(() ->
            new Volumes(scenery.plain.depot, Scenery.ANN).remove(scenery.plain.volume().name()))
        .isInstanceOf(VolaryException.class)
        .hasMessageContaining("remove it first");
    CommitId safety = old().remove(scenery.plain.target(copy), FORCED).safety().orElseThrow().tip();
    assertThat(copy).doesNotExist();
    assertThat(scenery.layers()).isEmptyDirectory();
    Path again = scenery.add("again", safety);
    assertThat(again.resolve("state")).hasContent("two");
  }

  @Test
  void whatAKilledCommandLeftIsMountedOrLetGo() throws IOException {
    Path copy = scenery.add("copy", first);
    // Registered, but not mounted.
    OverlayScenery.unmount(copy);
    assertThat(scenery.status(copy).clean()).isTrue();
    // Made, but not registered; and a checkout that was cut off.
    Files.createDirectories(scenery.layers().resolve("0123456789abcdef/upper/dir"));
    Path half = scenery.checkouts().resolve("12".repeat(32));
    Files.createDirectories(half.resolve("tree"));
    Files.writeString(half.resolve("tree/half"), "half");
    SharedCheckouts checkouts = new SharedCheckouts(scenery.plain.depot);
    assertThat(checkouts.letGo(Instant.EPOCH)).isEqualTo(new SharedCheckouts.LetGo(1, 1));
    assertThat(copy.resolve("state")).hasContent("one");
    // The checkout of a worktree stays, however old.
    assertThat(checkouts.letGo(Instant.MAX)).isEqualTo(new SharedCheckouts.LetGo(0, 0));
    old().remove(scenery.plain.target(copy), GENTLY);
    assertThat(checkouts.letGo(Instant.EPOCH)).isEqualTo(new SharedCheckouts.LetGo(0, 0));
    assertThat(checkouts.letGo(Instant.MAX)).isEqualTo(new SharedCheckouts.LetGo(1, 0));
    assertThat(scenery.checkouts()).isEmptyDirectory();
  }

  @Test
  void areRefusedWhereTheyWouldNotBeTheCommit() throws IOException {
    Files.createLink(
        scenery.plain.data.resolve("second name"), scenery.plain.data.resolve("state"));
    CommitId linked = scenery.plain.commit();
    assertThatThrownBy(() -> scenery.add("copy", linked))
        .isInstanceOf(VolaryException.class)
        .hasMessageContaining("hard links");
    assertThat(folder.resolve("copy")).doesNotExist();
  }

  @Test
  void showWhatIsMountedInThem() throws IOException {
    Path copy = scenery.add("copy", first);
    Files.createDirectory(copy.resolve("place"));
    Path mounted = copy.resolve("place");
    Linux.mount(Linux.bytes(mounted), "none", "tmpfs", ByteString.EMPTY);
    try {
      Files.writeString(mounted.resolve("foreign"), "foreign");
      assertThat(scenery.commit(copy).facts().root()).isEqualTo(scenery.rootOfAll(copy));
      assertThatThrownBy(() -> old().remove(scenery.plain.target(copy), FORCED))
          .isInstanceOf(VolaryException.class)
          .hasMessageContaining("something is mounted");
    } finally {
      Linux.unmount(Linux.bytes(mounted), false);
    }
    assertThat(scenery.status(copy).clean()).isFalse();
  }
}

package dev.volary.core.operation.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volary.core.depot.Targets;
import dev.volary.core.history.CommitId;
import dev.volary.core.history.ShelvedRef;
import dev.volary.core.linux.Linux;
import dev.volary.core.operation.copy.CopyChoice;
import dev.volary.core.operation.scratch.PassingWorktrees;
import dev.volary.core.operation.scratch.Scratch;
import dev.volary.core.restore.RestoreListener;
import dev.volary.core.worktree.Head;
import dev.volary.core.worktree.Provision;
import dev.volary.core.worktree.WorktreeRecord;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Worktrees go when their time is over, not before, and only what was to be thrown away is lost.
final class PassingWorktreesTest {
  private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);

  @TempDir private Path folder;

  private Scenery scenery;
  private CommitId first;
  private final Heard heard = new Heard();

  /// What a sweep said.
  private static final class Heard implements PassingWorktrees.Listener {
    private final List<ShelvedRef> kept = new ArrayList<>();
    private final List<String> staying = new ArrayList<>();
    private int removed;

    @Override
    public void removed(WorktreeRecord record, Optional<ShelvedRef> safety) {
      removed++;
      safety.ifPresent(kept::add);
    }

    @Override
    public void stays(WorktreeRecord record, String reason) {
      staying.add(reason);
    }
  }

  @BeforeEach
  void make() throws IOException {
    scenery = new Scenery(folder.toRealPath());
    scenery.write("state", "one");
    first = scenery.commit();
  }

  @AfterEach
  void close() {
    scenery.close();
  }

  private Path add(String name, Instant end) throws IOException {
    Path directory = scenery.folder.resolve(name);
    NewWorktree.Manner manner =
        new NewWorktree.Manner(
            CopyChoice.FULL, new Provision.Stay.Until(end), Optional.empty(), plan -> {});
    new NewWorktree(scenery.depot, Scenery.ANN, RestoreListener.NONE)
        .run(
            new NewWorktree.Request(
                scenery.volume(), Linux.bytes(directory), new Head.Detached(), first, manner));
    return directory;
  }

  private void sweep() throws IOException {
    new PassingWorktrees(scenery.depot, Scenery.ANN).sweep(heard);
  }

  @Test
  void goWhenTheirTimeIsOverWithASafetyCommitOfWhatChanged() throws IOException {
    Path coming = add("coming", now.plusSeconds(3_600));
    Path over = add("over", now.minusSeconds(1));
    Files.writeString(over.resolve("state"), "two");
    assertThat(PassingWorktrees.areAny(scenery.depot)).isTrue();
    sweep();
    assertThat(coming.resolve("state")).hasContent("one");
    assertThat(over).doesNotExist();
    assertThat(heard.kept).hasSize(1);
    scenery.goTo(heard.kept.getFirst().tip());
    assertThat(scenery.data.resolve("state")).hasContent("two");
  }

  @Test
  void stayWhileSomebodyWritesToThem() throws IOException {
    Path over = add("over", now.minusSeconds(1));
    try (OutputStream _ = Files.newOutputStream(over.resolve("state"))) {
      Process writer =
          new ProcessBuilder("sh", "-c", "exec 9>>other; echo; read line")
              .directory(over.toFile())
              .start();
      try {
        assertThat(writer.getInputStream().read()).isEqualTo('\n');
        sweep();
      } finally {
        writer.destroyForcibly().onExit().join();
      }
    }
    assertThat(heard.staying).singleElement().asString().contains("in use");
    assertThat(over).isDirectory();
    sweep();
    assertThat(over).doesNotExist();
  }

  @Test
  void oneThatCannotBeRemovedIsToldOfAndTheOthersGo() throws IOException {
    Path broken = add("broken", now.minusSeconds(1));
    Path over = add("over", now.minusSeconds(1));
    for (var each : scenery.depot.worktrees().all().entrySet()) {
      if (each.getValue().identity().path().equals(Linux.bytes(broken))) {
        Path locks = scenery.depot.layout().directory().resolve("locks");
        Path lock = locks.resolve("worktree-" + each.getKey().id() + ".lock");
        Files.deleteIfExists(lock);
        Files.createDirectory(lock); // none can be taken
      }
    }
    sweep();
    assertThat(heard.staying).hasSize(1);
    assertThat(broken.resolve("state")).hasContent("one");
    assertThat(over).doesNotExist();
    assertThat(heard.removed).isEqualTo(1);
  }

  @Test
  void scratchesOfTheLivingStay() throws IOException {
    Path place = scenery.folder.resolve("scratch");
    Scratch.Request request =
        new Scratch.Request(
            scenery.volume(), first, Linux.bytes(place), CopyChoice.FULL, plan -> {});
    try (Scratch scratch =
        Scratch.make(scenery.depot, Scenery.ANN, request, RestoreListener.NONE)) {
      sweep();
      assertThat(place.resolve("state")).hasContent("one");
      Files.writeString(place.resolve("state"), "changed");
      assertThat(scratch.target().record().provision().stay())
          .isEqualTo(new Provision.Stay.WhileRunning());
    }
    assertThat(place).doesNotExist();
    assertThat(scenery.depot.worktrees().all()).hasSize(1);
  }

  @Test
  void scratchesOfTheDeadGoWithAllThatWasChanged() throws IOException {
    Path place = scenery.folder.resolve("scratch");
    NewWorktree.Manner manner =
        new NewWorktree.Manner(
            CopyChoice.FULL, new Provision.Stay.WhileRunning(), Optional.empty(), plan -> {});
    Targets.WorktreeTarget target =
        new NewWorktree(scenery.depot, Scenery.ANN, RestoreListener.NONE)
            .run(
                new NewWorktree.Request(
                    scenery.volume(), Linux.bytes(place), new Head.Detached(), first, manner))
            .target();
    Files.writeString(place.resolve("state"), "changed");
    sweep();
    assertThat(place).doesNotExist();
    assertThat(target.folder().directory()).doesNotExist();
    assertThat(heard.removed).isEqualTo(1);
    assertThat(heard.kept).isEmpty();
  }
}

package dev.volary.core.operation.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volary.core.capture.CaptureProgress;
import dev.volary.core.depot.Depot;
import dev.volary.core.depot.LiveWorktree;
import dev.volary.core.depot.Surroundings;
import dev.volary.core.depot.Targets;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.Consistency;
import dev.volary.core.history.Identity;
import dev.volary.core.linux.Linux;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Commits of a worktree to which somebody writes between the two looks for writers.
final class CommitTreeTest {
  private static final Identity ANN = new Identity("Ann", "ann@example.org");

  @TempDir private Path folder;
  private Path data;
  private Depot depot;

  @BeforeEach
  void depotAndData() throws IOException {
    data = Files.createDirectories(folder.resolve("data/inner")).getParent();
    Files.writeString(data.resolve("inner/state"), "one");
    Files.writeString(data.resolve("other"), "two");
    depot =
        Depot.openOrCreate(
            folder.resolve("depot"),
            new Surroundings(InstantSource.system(), new SecureRandom(), Map.of()));
    Files.writeString(depot.layout().configFile(), "[depot]\n\tminFree = 1k\n");
    new Initialise(depot)
        .run(new Initialise.Request(Linux.bytes(data), Optional.empty(), Optional.empty(), false));
    nextTick();
  }

  @AfterEach
  void close() {
    depot.close();
  }

  /// Lets the clock that dates changes move on, by changing a file until that shows.
  private void nextTick() throws IOException {
    Path probe = folder.resolve("probe");
    Files.writeString(probe, "");
    Object first = Files.getAttribute(probe, "unix:ctime");
    while (Files.getAttribute(probe, "unix:ctime").equals(first)) {
      Files.writeString(probe, "x");
    }
  }

  private interface Change {
    void run() throws IOException;
  }

  /// Opens, writes and closes while the first file is being read: no look for writers meets it.
  private CommitTree.Result commit(Moment moment, CommitTree.Allowances allow, Change change)
      throws IOException {
    boolean[] done = new boolean[1];
    CaptureProgress between =
        new CaptureProgress() {
          @Override
          public void scanned(long entries) {}

          @Override
          public synchronized void read(long bytes) {
            if (!done[0]) {
              done[0] = true;
              try {
                change.run();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            }
          }
        };
    Targets.WorktreeTarget target =
        new Targets(depot, Linux.realPath(Linux.bytes(data))).worktree(Optional.empty());
    try (LiveWorktree worktree = LiveWorktree.open(depot, target, "commit")) {
      return new CommitTree(depot, ANN, between)
          .run(worktree, new CommitTree.Request("state", new TreeMap<>(), moment, allow));
    }
  }

  private void append() throws IOException {
    Files.writeString(data.resolve("inner/state"), "three");
  }

  private void create() throws IOException {
    Files.writeString(data.resolve("inner/new"), "");
  }

  private void remove() throws IOException {
    Files.delete(data.resolve("inner/state"));
  }

  @Test
  void failsWhereAWriterCameAndWent() throws IOException {
    for (Change change : new Change[] {this::append, this::create, this::remove}) {
      assertThatThrownBy(() -> commit(new Moment.Quiet(), CommitTree.Allowances.NONE, change))
          .isInstanceOf(VolaryException.class)
          .hasMessageContaining("inner")
          .hasMessageContaining("changed while it was being committed; try again")
          .extracting(e -> ((VolaryException) e).fault())
          .isEqualTo(Fault.BUSY);
      try (Stream<Path> left = Files.list(depot.layout().temporary())) {
        assertThat(left).isEmpty();
      }
      depotAndDataAgain();
    }
  }

  /// Puts back what the removal took.
  private void depotAndDataAgain() throws IOException {
    Files.writeString(data.resolve("inner/state"), "one");
    nextTick();
  }

  @Test
  void isStoppedWhereNobodyWrote() throws IOException {
    CommitTree.Result result = commit(new Moment.Quiet(), CommitTree.Allowances.NONE, () -> {});
    assertThat(result.facts().consistency().level()).isEqualTo(Consistency.Level.STOPPED);
  }

  @Test
  void doesNotCallItStoppedWhereTornFilesAreAllowed() throws IOException {
    CommitTree.Result result =
        commit(new Moment.Quiet(), new CommitTree.Allowances(true, false, false), this::append);
    assertThat(result.facts().consistency().level()).isEqualTo(Consistency.Level.LIVE);
  }

  @Test
  void goesOnWhereALiveCaptureWasAskedFor() throws IOException {
    CommitTree.Result result = commit(new Moment.Live(), CommitTree.Allowances.NONE, this::append);
    assertThat(result.facts().consistency().level()).isEqualTo(Consistency.Level.LIVE);
  }
}

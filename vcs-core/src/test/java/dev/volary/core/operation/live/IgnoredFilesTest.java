package dev.volary.core.operation.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volary.core.diff.PathFilter;
import dev.volary.core.history.CommitId;
import dev.volary.core.io.ByteString;
import dev.volary.core.restore.RestoreListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files that rules leave out today and an older commit holds.
final class IgnoredFilesTest {
  @TempDir private Path folder;
  private Scenery scenery;
  private Path data;
  private CommitId held;
  private CommitId ignored;

  @BeforeEach
  void aCommitThatHoldsThemAndOneThatDoesNot() throws IOException {
    scenery = new Scenery(folder);
    data = scenery.data;
    scenery.write("state", "one");
    scenery.write("a.log", "committed");
    scenery.write("logs/b.log", "committed");
    scenery.write("cache/deep/c", "committed");
    held = scenery.commit();
    scenery.write("state", "two");
    scenery.volume().settings().setIgnoreRules(List.of("*.log", "/cache/"));
    Files.delete(data.resolve("a.log"));
    Files.delete(data.resolve("logs/b.log"));
    scenery.write("logs/mine.log", "mine");
    Files.delete(data.resolve("cache/deep/c"));
    Files.delete(data.resolve("cache/deep"));
    scenery.write("cache/mine", "mine");
    ignored = scenery.commit();
  }

  @AfterEach
  void close() {
    scenery.close();
  }

  /// Writes a file as if it had been there: the directory's time is a change of its own.
  private void write(String path, String text) throws IOException {
    keepTime(path, () -> scenery.write(path, text));
  }

  private interface Work {
    void run() throws IOException;
  }

  private void keepTime(String path, Work work) throws IOException {
    Path directory = data.resolve(path).getParent();
    FileTime time = Files.getLastModifiedTime(directory);
    work.run();
    Files.setLastModifiedTime(directory, time);
  }

  private void holdsTheOld() {
    assertThat(data.resolve("state")).hasContent("one");
    assertThat(data.resolve("a.log")).hasContent("committed");
    assertThat(data.resolve("logs/b.log")).hasContent("committed");
    assertThat(data.resolve("cache/deep/c")).hasContent("committed");
    assertThat(data.resolve("logs/mine.log")).hasContent("mine");
    assertThat(data.resolve("cache/mine")).hasContent("mine");
  }

  @Test
  void areWrittenWhereNoneStandsAndGoAgainWithTheirCommit() throws IOException {
    scenery.goTo(held);
    holdsTheOld();
    scenery.goTo(ignored);
    assertThat(data.resolve("state")).hasContent("two");
    assertThat(data.resolve("a.log")).doesNotExist();
    assertThat(data.resolve("logs/b.log")).doesNotExist();
  }

  @Test
  void thatStandThereAreLeftAlone() throws IOException {
    write("a.log", "mine");
    scenery.goTo(held);
    assertThat(data.resolve("a.log")).hasContent("mine");
    assertThat(data.resolve("logs/b.log")).hasContent("committed");
  }

  @Test
  void thatWereChangedStayWhenTheirCommitGoes() throws IOException {
    scenery.goTo(held);
    write("a.log", "changed");
    write("cache/deep/mine", "mine");
    scenery.goTo(ignored);
    assertThat(data.resolve("a.log")).hasContent("changed");
    assertThat(data.resolve("logs/b.log")).doesNotExist();
    assertThat(data.resolve("logs/mine.log")).hasContent("mine");
    assertThat(data.resolve("cache/deep/c")).doesNotExist();
    assertThat(data.resolve("cache/deep/mine")).hasContent("mine");
  }

  @Test
  void areToldByTheFileOfTheTreeThatGoes() throws IOException {
    scenery.volume().settings().setIgnoreRules(List.of());
    scenery.write(".volaryignore", "*.log\n/cache/\n");
    scenery.commit();
    scenery.write("state", "three");
    scenery.commit();
    write("a.log", "mine");
    scenery.goTo(held);
    assertThat(data.resolve(".volaryignore")).doesNotExist();
    assertThat(data.resolve("a.log")).hasContent("mine");
    Files.writeString(data.resolve("a.log"), "committed");
    holdsTheOld();
  }

  @Test
  void areRestoredByPathAndByANewWorktree() throws IOException {
    scenery.goTo(held, PathFilter.of(List.of(ByteString.utf8("logs"))), RestoreListener.NONE);
    assertThat(data.resolve("logs/b.log")).hasContent("committed");
    assertThat(data.resolve("a.log")).doesNotExist();
    Path other = scenery.add("other", held, RestoreListener.NONE);
    assertThat(other.resolve("a.log")).hasContent("committed");
    assertThat(other.resolve("cache/deep/c")).hasContent("committed");
  }

  @Test
  void comeBothWaysAfterAnInterruption() throws IOException {
    write("a.log", "mine");
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> scenery.goTo(held, PathFilter.ALL, Scenery.CUT))
          .hasMessage("cut off");
      scenery.goBack();
      assertThat(data.resolve("state")).hasContent("two");
      assertThat(data.resolve("a.log")).hasContent("mine");
      assertThat(data.resolve("cache/deep/c")).doesNotExist();
    }
    assertThatThrownBy(() -> scenery.goTo(held, PathFilter.ALL, Scenery.CUT)).hasMessage("cut off");
    scenery.goOn();
    assertThat(data.resolve("a.log")).hasContent("mine");
    Files.writeString(data.resolve("a.log"), "committed");
    holdsTheOld();
  }

  @Test
  void ofAPresetAreNeverWrittenAndNeverDeleted() throws IOException {
    scenery.volume().settings().setPreset("none");
    scenery.write("PG_VERSION", "15");
    scenery.write("global/pg_control", "x");
    scenery.write("postmaster.pid", "1");
    CommitId pid = scenery.commit();
    assertThat(scenery.add("careless", pid, RestoreListener.NONE).resolve("postmaster.pid"))
        .exists();
    scenery.volume().settings().setPreset("postgres");
    scenery.write("postmaster.pid", "2");
    scenery.write("state", "three");
    CommitId later = scenery.commit();
    assertThat(scenery.add("other", pid, RestoreListener.NONE).resolve("postmaster.pid"))
        .doesNotExist();
    scenery.goTo(pid);
    scenery.goTo(later);
    assertThat(data.resolve("postmaster.pid")).hasContent("2");
    keepTime("postmaster.pid", () -> Files.delete(data.resolve("postmaster.pid")));
    scenery.goTo(pid);
    assertThat(data.resolve("postmaster.pid")).doesNotExist();
  }
}

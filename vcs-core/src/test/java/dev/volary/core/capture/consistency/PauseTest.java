package dev.volary.core.capture.consistency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.io.ByteString;
import dev.volary.core.linux.DirectoryHandle;
import dev.volary.core.linux.Linux;
import dev.volary.fixtures.LoopFileSystem;
import dev.volary.fixtures.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Pauses begin, end, and end by themselves when this process can't end them.
@Timeout(120)
final class PauseTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir Path folder;

  private String append(String word) {
    return "echo " + word + " >>'" + folder.resolve("log") + "'";
  }

  private List<String> log() throws IOException {
    return Files.readAllLines(folder.resolve("log"));
  }

  private static Fault fault(Throwable failure) {
    return ((VolaryException) failure).fault();
  }

  @Test
  void hooksRunAroundTheCaptureInReverseAfterIt() throws IOException {
    Pause pause =
        new HookPause(
            List.of(append("b1"), append("b2")), List.of(append("a1"), append("a2")), LIMIT);
    Pause.Held held = pause.begin();
    Files.writeString(folder.resolve("log"), String.join("\n", log()) + "\ncapture\n");
    held.end();
    assertThat(log()).containsExactly("b1", "b2", "capture", "a2", "a1");
  }

  @Test
  void whatComesAfterRunsEvenIfWhatComesBeforeFails() throws IOException {
    Pause pause =
        new HookPause(List.of("exit 7", append("b2")), List.of(append("a1"), "exit 8"), LIMIT);
    assertThatThrownBy(pause::begin)
        .satisfies(e -> assertThat(fault(e)).isEqualTo(Fault.FAILED))
        .hasMessageContaining("'exit 7' failed with exit code 7");
    assertThat(log()).containsExactly("a1");
  }

  @Test
  void aHookThatHangsIsEnded() throws IOException {
    Pause pause =
        new HookPause(
            List.of("exec tail -f /dev/null"), List.of(append("a")), Duration.ofMillis(50));
    assertThatThrownBy(pause::begin).hasMessageContaining("took longer");
    assertThat(log()).containsExactly("a");
  }

  @Test
  void theWatchdogUndoesWhatLastsTooLong() throws Exception {
    Pause pause = new HookPause(List.of(), List.of(append("a")), Duration.ofSeconds(1));
    Pause.Held held = pause.begin();
    awaitLog();
    assertThatThrownBy(held::end)
        .satisfies(e -> assertThat(fault(e)).isEqualTo(Fault.FAILED))
        .hasMessageContaining("was over before");
  }

  @Test
  void theWatchdogOutlivesAKilledProcess() throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classes = System.getProperty("java.class.path");
    try (Child child =
        new Child(java, "-cp", classes, PausingProgram.class.getName(), append("undone"))) {
      child.kill();
      awaitLog();
    }
    assertThat(log()).containsExactly("undone");
  }

  private void awaitLog() throws IOException {
    while (!Files.exists(folder.resolve("log")) || log().isEmpty()) {
      Thread.onSpinWait();
    }
  }

  @Test
  void combinedPausesEndInReverse() throws IOException {
    Pause one = new HookPause(List.of(append("b1")), List.of(append("a1")), LIMIT);
    Pause two = new HookPause(List.of(append("b2")), List.of(append("a2")), LIMIT);
    Pause failing = new HookPause(List.of("false"), List.of(), LIMIT);
    new CombinedPause(List.of(one, two)).begin().end();
    assertThat(log()).containsExactly("b1", "b2", "a2", "a1");
    assertThatThrownBy(() -> new CombinedPause(List.of(one, two, failing)).begin())
        .hasMessageContaining("'false' failed");
    assertThat(log().subList(4, 8)).containsExactly("b1", "b2", "a2", "a1");
  }

  @Test
  void freezesARealFileSystemAndRefusesItsOwn() throws IOException {
    LoopFileSystem.obstacle(LoopFileSystem.Kind.EXT4)
        .ifPresent(reason -> assumeTrue(false, reason));
    try (var loop = LoopFileSystem.create(LoopFileSystem.Kind.EXT4, LoopFileSystem.SMALLEST_BYTES);
        DirectoryHandle top = Linux.openRoot(Linux.bytes(loop.path()))) {
      Path depot = Files.createDirectory(loop.path().resolve("depot"));
      assertThatThrownBy(() -> new Freeze(top, List.of(depot), LIMIT).begin())
          .satisfies(e -> assertThat(fault(e)).isEqualTo(Fault.CONFLICT))
          .hasMessageContaining(depot.toString());
      Pause freeze = new Freeze(top, List.of(folder), LIMIT);
      Pause.Held held = freeze.begin();
      try {
        assertThatThrownBy(freeze::begin)
            .satisfies(e -> assertThat(fault(e)).isEqualTo(Fault.BUSY));
      } finally {
        held.end();
      }
      Files.writeString(loop.path().resolve("after"), "writable");
      Pause.Held undone = freeze.begin();
      Command.of("fsfreeze", "-u", loop.path().toString()).succeed();
      assertThatThrownBy(undone::end).hasMessageContaining("was over before");
    }
  }

  @Test
  void freezesTheProcessesOfAUnit() throws IOException {
    assumeTrue(Linux.effectiveUser() == 0, "a control group of one's own needs root");
    Path hierarchy = Files.createDirectory(folder.resolve("cgroup"));
    assumeTrue(
        Command.of("mount", "-t", "cgroup2", "none", hierarchy.toString()).run().exitCode() == 0,
        "no cgroup v2 can be mounted here");
    Path group = hierarchy.resolve("volary-test-" + Linux.processId() + ".service");
    try (Child child = Child.shell(":")) {
      Files.createDirectory(group);
      Files.writeString(group.resolve("cgroup.procs"), Long.toString(child.pid()));
      String unit = group.getFileName().toString();
      Pause pause = CgroupPause.ofUnit(hierarchy, unit.substring(0, unit.length() - 8), LIMIT);
      assertThat(pause.method()).isEqualTo("unit:" + unit);
      Pause.Held held = pause.begin();
      assertThat(Files.readString(group.resolve("cgroup.events"))).contains("frozen 1");
      held.end();
      assertThat(Files.readString(group.resolve("cgroup.freeze"))).startsWith("0");
      assertThatThrownBy(() -> CgroupPause.ofUnit(hierarchy, "no-such-unit", LIMIT))
          .satisfies(e -> assertThat(fault(e)).isEqualTo(Fault.NOT_FOUND));
    } finally {
      while (Files.exists(group) && !group.toFile().delete()) {
        Thread.onSpinWait();
      }
      Command.of("umount", hierarchy.toString()).succeed();
    }
  }

  @Test
  void namesOfBytesAreKept() {
    assertThat(MountTable.unescape(ByteString.utf8("a\\040b\\012c\\x")))
        .isEqualTo(ByteString.utf8("a b\nc\\x"));
  }
}

package dev.volary.cli.scenario;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.volary.fixtures.LoopFileSystem;
import dev.volary.fixtures.process.Command;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Whatever changed is in the next commit, also where size and times say nothing; a tree that is
/// not there is not committed.
final class NoMissedChangeIT {
  private static final int MAPPED_BYTES = 1 << 20;

  @TempDir Path temp;

  @ParameterizedTest
  @EnumSource(
      value = LoopFileSystem.Kind.class,
      names = "EXT4_SMALL_BLOCKS",
      mode = EnumSource.Mode.EXCLUDE)
  void everyChangeIsFound(LoopFileSystem.Kind kind) throws IOException {
    String obstacle = LoopFileSystem.obstacle(kind).orElse("");
    assumeTrue(obstacle.isEmpty(), obstacle);
    try (LoopFileSystem disk = LoopFileSystem.create(kind, LoopFileSystem.SMALLEST_BYTES)) {
      Path tree = Files.createDirectory(disk.path().resolve("tree"));
      for (String name : List.of("mapped", "rewritten", "swapped", "other", "mode", "noted")) {
        Files.write(
            tree.resolve(name),
            name.repeat(MAPPED_BYTES).substring(0, MAPPED_BYTES).getBytes(US_ASCII));
      }
      touch(tree.resolve("swapped"), "2020-02-02 02:02:02.020202020");
      touch(tree.resolve("other"), "2020-02-02 02:02:02.020202020");
      Volary volary = Volary.in(temp.resolve("depot")).at(tree);
      volary.ok("init", "--name", "watched");
      volary.ok("commit", "-m", "first");
      storesThroughAMapping(volary, tree.resolve("mapped"));
      changesThatHide(volary, tree);
    }
  }

  /// The kernel dates a page's first store after it was written back, and no further ones.
  private static void storesThroughAMapping(Volary volary, Path file) throws IOException {
    try (Arena arena = Arena.ofConfined();
        FileChannel channel = open(file)) {
      MemorySegment bytes = channel.map(FileChannel.MapMode.READ_WRITE, 0, MAPPED_BYTES, arena);
      long at = 3 * 4096 + 5;
      bytes.set(ValueLayout.JAVA_BYTE, at, (byte) 'A');
      volary.ok("commit", "--live", "-m", "A");
      for (char letter = 'B'; letter <= 'C'; letter++) {
        bytes.set(ValueLayout.JAVA_BYTE, at, (byte) letter);
        String said = volary.ok("commit", "--live", "-m", "stored " + letter);
        assertThat(said).doesNotContain("nothing changed");
        assertThat(volary.ok("cat", "main:mapped").charAt((int) at)).isEqualTo(letter);
      }
      bytes.set(ValueLayout.JAVA_BYTE, at, (byte) 'Z');
    }
    volary.ok("commit", "-m", "stored Z");
    assertThat(volary.ok("cat", "main:mapped").charAt(3 * 4096 + 5)).isEqualTo('Z');
  }

  private static void changesThatHide(Volary volary, Path tree) throws IOException {
    Path rewritten = tree.resolve("rewritten");
    String before = sh("stat -c %y '" + rewritten + "'");
    Files.write(rewritten, "REWRITTEN".getBytes(US_ASCII), StandardOpenOption.WRITE);
    touch(rewritten, before);
    sh("cd '" + tree + "'; chmod 0601 mode; setfattr -n trusted.note -v new noted");
    sh("cd '" + tree + "'; mv swapped t; mv other swapped; mv t other");
    assertThat(volary.ok("status", "--porcelain").lines().map(line -> line.replaceFirst(".* ", "")))
        .contains("rewritten", "mode", "noted", "swapped", "other")
        .doesNotContain("mapped");
    volary.ok("commit", "-m", "hidden changes");
    assertThat(volary.ok("cat", "main:rewritten")).startsWith("REWRITTENrewritten");
    assertThat(volary.ok("cat", "main:swapped")).startsWith("otherother");
    assertThat(volary.ok("cat", "main:other")).startsWith("swappedswapped");
    assertThat(volary.ok("status", "--porcelain")).isEmpty();
  }

  /// What the test above is about: stores that leave every time and size as it was.
  @Test
  void theKernelHidesStoresThroughMappings() throws IOException {
    Path file = temp.resolve("mapped");
    Files.write(file, new byte[MAPPED_BYTES]);
    try (Arena arena = Arena.ofConfined();
        FileChannel channel = open(file)) {
      MemorySegment bytes = channel.map(FileChannel.MapMode.READ_WRITE, 0, MAPPED_BYTES, arena);
      boolean hidden = false;
      // The kernel may write a page back in between; not every time.
      for (int attempt = 0; attempt < 5 && !hidden; attempt++) {
        bytes.set(ValueLayout.JAVA_BYTE, 0, (byte) 1);
        String stat = sh("stat -c '%y %z %s %i' '" + file + "'");
        bytes.set(ValueLayout.JAVA_BYTE, 0, (byte) 2);
        hidden = stat.equals(sh("stat -c '%y %z %s %i' '" + file + "'"));
      }
      assertThat(hidden).isTrue();
    }
  }

  @Test
  void anEmptiedTreeIsRefused() throws IOException {
    Path tree = Files.createDirectory(temp.resolve("tree"));
    Files.writeString(tree.resolve("only"), "content");
    Volary volary = Volary.in(temp.resolve("depot")).at(tree);
    volary.ok("init", "--name", "emptied");
    String first = volary.ok("commit", "-m", "first", "--quiet");
    Files.delete(tree.resolve("only"));
    assertThat(volary.refused(4, "commit", "-m", "gone")).contains("--allow-shrink");
    assertThat(volary.ok("log", "--quiet")).isEqualTo(first);
    volary.ok("commit", "-m", "meant", "--allow-shrink");
    assertThat(volary.ok("ls")).isEmpty();
  }

  @Test
  void anUnmountedTreeIsRefused() throws IOException {
    String obstacle = LoopFileSystem.obstacle(LoopFileSystem.Kind.TMPFS).orElse("");
    assumeTrue(obstacle.isEmpty(), obstacle);
    Path tree = Files.createDirectory(temp.resolve("tree"));
    Volary volary = Volary.in(temp.resolve("depot"));
    sh("mount -t tmpfs volary '" + tree + "'");
    try {
      Files.writeString(tree.resolve("file"), "content");
      volary.ok("init", tree.toString(), "--name", "mounted");
      volary.ok("-C", "mounted", "commit", "-m", "first");
    } finally {
      sh("umount '" + tree + "'");
    }
    Files.writeString(tree.resolve("other"), "written under the mount point");
    for (String verb : List.of("commit", "status")) {
      assertThat(volary.refused(4, "-C", "mounted", verb)).contains("worktree repair");
      assertThat(volary.refused(4, "-C", tree.toString(), verb)).contains("worktree repair");
    }
    assertThat(volary.refused(4, "-C", "mounted", "switch", "-c", "next")).contains("repair");
  }

  private static FileChannel open(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  private static void touch(Path file, String time) {
    sh("touch -d '" + time + "' '" + file + "'");
  }

  private static String sh(String script) {
    return Command.of("sh", "-euc", script).succeed().out().strip();
  }
}

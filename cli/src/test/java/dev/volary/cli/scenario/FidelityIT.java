package dev.volary.cli.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.volary.fixtures.LoopFileSystem;
import dev.volary.fixtures.process.Command;
import dev.volary.fixtures.tree.EveryKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What comes back is what was there, to the last attribute, as other programs see it.
final class FidelityIT {
  private static final long DISK_BYTES = 3L << 30;
  private static final int NOBODY = 65534;

  @TempDir Path temp;

  @BeforeAll
  static void needs() {
    assumeTrue("root".equals(System.getProperty("user.name")), "needs root to make every kind");
    for (String program : EveryKind.PROGRAMS) {
      assumeTrue(Command.available(program), program + " is not installed");
    }
    assumeTrue(Command.available("rsync"), "rsync is not installed");
  }

  @ParameterizedTest
  @CsvSource({
    "EXT4, 100000, 3000, C",
    "XFS, 3000, 1023, C.UTF-8",
    "XFS, 3000, 1023, C",
    "BTRFS, 3000, 3000, C.UTF-8",
  })
  void everyKindComesBackAsItWas(
      LoopFileSystem.Kind kind, int many, int symlinkBytes, String locale) throws IOException {
    String obstacle = LoopFileSystem.obstacle(kind).orElse("");
    assumeTrue(obstacle.isEmpty(), obstacle);
    String[] inodes = kind == LoopFileSystem.Kind.EXT4 ? new String[] {"-N300000"} : new String[0];
    try (LoopFileSystem disk = LoopFileSystem.create(kind, DISK_BYTES, inodes)) {
      Path source = Files.createDirectory(disk.path().resolve("source"));
      new EveryKind(20_261, many, symlinkBytes).make(source);
      Volary volary = Volary.in(temp.resolve("depot")).speaking(locale);
      volary.ok("init", source.toString(), "--name", "every");
      volary.ok("-C", "every", "commit", "-m", "every kind");
      assertThat(volary.ok("-C", "every", "status", "--porcelain")).isEmpty();
      comesBack(volary, source, disk.path().resolve("copy"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"C.UTF-8", "C"})
  void aPlainUserGivesNothingAway(String locale) throws IOException {
    Command.of("chmod", "755", temp.toString()).succeed();
    Path source = Files.createDirectory(temp.resolve("source"));
    new EveryKind(31_415, 200, 3000).make(source);
    Volary root = Volary.in(temp.resolve("depot")).speaking(locale);
    root.ok("init", source.toString(), "--name", "every");
    root.ok("-C", "every", "commit", "-m", "root's");

    Path theirs = temp.resolve("their-depot");
    Path home = Files.createDirectory(temp.resolve("home"));
    Command.of("cp", "-a", root.depot().toString(), theirs.toString()).succeed();
    Command.of("chown", "-R", NOBODY + ":" + NOBODY, theirs.toString(), "" + home).succeed();
    Volary user = root.as(NOBODY, theirs);
    String copy = home.resolve("copy").toString();
    user.ok("-C", "every", "worktree", "add", copy, "main", "-b", "mine");
    assertThat(user.ok("-C", copy, "status", "--porcelain")).isEmpty();
    sh("rm " + theirs + "/worktrees/*/statcache");
    assertThat(user.ok("-C", copy, "status", "--porcelain")).isEmpty();
    assertThat(user.ok("-C", copy, "commit", "-m", "none")).contains("nothing changed");
    assertThat(sh("stat -c %a home/copy/modes/0000 home/copy/modes/d0000")).isEqualTo("400\n700\n");

    byUser("echo more >>" + copy + "/names/-dash; echo new >" + copy + "/empty/new");
    byUser("chmod 0640 " + copy + "/modes/0001");
    user.ok("-C", copy, "commit", "-m", "a plain user's");
    List<String> before = listing(user, "main");
    List<String> after = listing(user, "mine");
    assertThat(after)
        .filteredOn(line -> !before.contains(line))
        .extracting(line -> line.replaceFirst(".*\"path\":\"([^\"]*)\".*", "$1"))
        .containsExactlyInAnyOrder("empty", "empty/new", "modes/0001", "names/-dash");
    assertThat(after)
        .filteredOn(line -> line.contains("\"names/-dash\""))
        .singleElement()
        .asString()
        .contains("\"uid\":0,")
        .contains("\"gid\":0,");
    // Root, to whom the commit comes back, has every owner, device and attribute again.
    Path again = temp.resolve("again");
    Volary.in(theirs)
        .speaking(locale)
        .ok("-C", "every", "worktree", "add", again + "", "mine~1", "-d");
    assertThat(differences(source, again)).isEmpty();
    Volary.in(theirs).ok("-C", again.toString(), "switch", "-d", "mine");
    assertThat(differences(source, again).lines().map(line -> line.substring(12)))
        .containsExactlyInAnyOrder("empty/", "modes/0001", "names/-dash", "empty/new");
  }

  @Test
  void aPathLongerThanTheKernelTakesIsKept() {
    Path source = temp.resolve("source");
    Path copy = temp.resolve("copy");
    Volary volary = Volary.in(temp.resolve("depot"));
    try {
      sh(
          "mkdir source; cd -P source; n=$(printf '%0200d' 1); for i in 1 2 3 4 5 6 7 8 9 10 11 12"
              + " 13 14 15 16 17 18 19 20 21 22 23 24 25; do echo $i >file; mkdir $n; cd -P $n;"
              + " done; echo deep >file");
      volary.ok("init", source.toString(), "--name", "deep");
      volary.ok("-C", "deep", "commit", "-m", "deep");
      volary.ok("-C", "deep", "worktree", "add", copy.toString(), "main", "-b", "copy");
      String list = "find . -printf '%P %m %U %G %T@ %s %n\\n' -type f -execdir cat file ';'";
      String there = sh("cd source; " + list);
      assertThat(there).hasSizeGreaterThan(5000 * 2).contains("deep");
      assertThat(sh("cd copy; " + list)).isEqualTo(there);
      assertThat(volary.ok("-C", "deep@copy", "status", "--porcelain")).isEmpty();
    } finally {
      sh("rm -rf source copy");
    }
  }

  private String sh(String script) {
    return Command.of("sh", "-euc", script).in(temp).succeed().out();
  }

  private static void byUser(String script) {
    Command.of(
            "setpriv",
            "--reuid=" + NOBODY,
            "--regid=" + NOBODY,
            "--clear-groups",
            "sh",
            "-euc",
            script)
        .succeed();
  }

  private static List<String> listing(Volary volary, String revision) {
    return volary.ok("-C", "every", "ls", "-lR", "--json", revision).lines().toList();
  }

  private static void comesBack(Volary volary, Path source, Path copy) {
    volary.ok("-C", "every", "worktree", "add", copy.toString(), "main", "-b", "copy");
    assertThat(differences(source, copy)).isEmpty();
    assertThat(differences(copy, source)).isEmpty();
    for (String name :
        List.of("holes-at-both-ends", "only-a-hole", "one-byte-in-the-middle", "two-islands")) {
      assertThat(EveryKind.allocatedBytes(copy.resolve("sparse").resolve(name)))
          .as("what " + name + " takes on disk")
          .isLessThanOrEqualTo(
              EveryKind.allocatedBytes(source.resolve("sparse").resolve(name)) + (128 << 10));
    }
    assertThat(volary.ok("-C", copy.toString(), "status", "--porcelain")).isEmpty();
    assertThat(volary.ok("-C", copy.toString(), "commit", "-m", "again"))
        .contains("nothing changed");
  }

  /// What rsync would do to make `to` like `from`; without the window it compares whole seconds.
  private static String differences(Path from, Path to) {
    return Command.of(
            "rsync",
            "-aHAXn",
            "--delete",
            "--checksum",
            "--itemize-changes",
            "--modify-window=-1",
            from + "/",
            to + "/")
        .succeed()
        .out();
  }
}

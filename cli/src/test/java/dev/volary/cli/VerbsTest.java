package dev.volary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Verbs about volumes and the depot, from typed words to printed answers.
final class VerbsTest {
  @TempDir private Path place;
  private Scene scene;

  @BeforeEach
  void volume() throws IOException {
    scene = new Scene(place).withVolume();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          list                             | volary.volume/1
          log                              | volary.commit/1
          show                             | volary.commit/1
          reflog                           | volary.reflog/1
          ls main                          | volary.entry/1
          search state                     | volary.hit/1
          branch                           | volary.branch/1
          tag                              | volary.tag/1
          label main k=v                   | volary.labels/1
          status                           | volary.status/1
          diff v1 main                     | volary.change/1
          du                               | volary.diskUse/1
          rename pgdata other              | volary.renamed/1
          remove pgdata --confirm=pgdata   | volary.removed/1
          config user.name x               |
          ignore list                      |
          ignore add *.tmp                 | volary.ignoreRule/1
          ignore test a.tmp                | volary.ignored/1
          trash list                       |
          doctor                           | volary.checkup/1
          fsck                             | volary.fsck/1
          gc                               | volary.gc/1
          gc --dry-run                     | volary.gcPlan/1
          version                          | volary.version/1
          """)
  void everyAnswerCanBeJson(String words, String schema) {
    List<String> lines = scene.ok((words + " --json").split(" +")).lines().toList();
    if (schema == null) {
      assertThat(lines).isEmpty();
      return;
    }
    assertThat(lines).allMatch(line -> line.startsWith("{\"schema\":\"") && line.endsWith("}"));
    assertThat(lines.getFirst()).startsWith("{\"schema\":\"" + schema + "\"");
  }

  @Test
  void listNamesVolumesWithTheirWorktrees() throws IOException {
    assertThat(scene.ok("list", "-q")).isEqualTo("pgdata\n");
    assertThat(scene.ok("list").lines().toList().getLast())
        .contains("pgdata", "main", "changed", "stopped", scene.worktreeDirectory().toString());
    Files.delete(scene.worktreeDirectory());
    assertThat(scene.ok("list")).contains("missing");
  }

  @Test
  void diffSumsUpByDirectory() {
    assertThat(scene.ok("diff", "v1", "main").lines())
        .containsExactly(
            "base/  1 changed, 1 renamed  12 B",
            "in all: 1 added, 1 changed, 1 removed, 1 renamed, 13 B new");
    assertThat(scene.ok("diff", "v1..main", "--name-status").lines())
        .contains("M  base/1  (content)", "R  base/2 -> base/moved", "A  new", "D  notes");
    assertThat(scene.ok("diff", "v1", "main", "--stat").lines()).contains("M  base/1  12 B");
    assertThat(scene.ok("diff", "v1", "main", "-q", "--", "base"))
        .isEqualTo("base/1\nbase/moved\n");
  }

  @Test
  void diffTellsByItsExitCode() {
    assertThat(scene.run("diff", "v1", "main", "--exit-code").exitCode()).isEqualTo(1);
    assertThat(scene.run("diff", "main", "main", "--exit-code").exitCode()).isZero();
    assertThat(scene.ok("diff", "main", "main")).isEmpty();
  }

  @Test
  void diffOfOneRevisionLooksAtTheWorktree() throws IOException {
    Files.writeString(scene.worktreeDirectory().resolve("fresh"), "12345");
    assertThat(scene.ok("diff", "-v").lines()).contains("A  fresh", "D  new");
    assertThat(scene.ok("diff", "v1", "-v").lines()).contains("A  fresh", "D  notes");
  }

  @Test
  void whatIsDeletedIsBroughtBack() {
    scene.ok("branch", "-D", "old");
    scene.ok("tag", "-d", "v1");
    assertThat(scene.ok("trash", "list", "-q").lines())
        .containsExactlyInAnyOrder("pgdata@old", "pgdata@v1");
    assertThat(scene.ok("trash", "restore", "pgdata@old")).isEqualTo("branch pgdata@old is back\n");
    assertThat(scene.ok("branch", "-q").lines()).contains("old");
    assertThat(scene.run("trash", "empty", "--expired").err()).contains("nothing to let go");
    assertThat(scene.ok("trash", "empty", "-q")).isEqualTo("pgdata@v1\n");
    assertThat(scene.ok("trash", "list")).isEmpty();
  }

  @Test
  void aRemovedVolumeComesBackWithItsWorktree() {
    assertThat(scene.ok("remove", "pgdata", "--dry-run")).contains("would remove", "frees");
    assertThat(scene.ok("list", "-q")).isEqualTo("pgdata\n");
    assertThat(scene.ok("remove", "pgdata", "--confirm=pgdata"))
        .contains(scene.worktreeDirectory() + " stays", "frees");
    assertThat(scene.ok("list", "-q")).isEmpty();
    assertThat(scene.ok("fsck")).contains("2 commits: sound");
    assertThat(scene.ok("trash", "restore", "pgdata")).contains("is back");
    assertThat(scene.ok("list")).contains(scene.worktreeDirectory().toString());
  }

  @Test
  void renamedVolumesKeepTheirWorktrees() {
    assertThat(scene.ok("rename", "pgdata", "other")).isEqualTo("volume pgdata is now other\n");
    assertThat(scene.ok("-C", "other@main", "log", "-q").lines()).hasSize(2);
  }

  @Test
  void duTellsWhatHoldsTheBytes() {
    assertThat(scene.ok("du").lines())
        .anyMatch(line -> line.startsWith("pgdata  all of it"))
        .anyMatch(line -> line.contains("branch main"))
        .anyMatch(line -> line.contains("tag v1"));
    scene.ok("remove", "pgdata", "--confirm=pgdata");
    assertThat(scene.ok("du").lines()).anyMatch(line -> line.matches("pgdata +trash .*"));
  }

  @Test
  void gcFreesWhatLeftTheTrash() throws IOException {
    scene.ok("remove", "pgdata", "--confirm=pgdata");
    long before = stored();
    scene.ok("gc");
    assertThat(scene.ok("trash", "list", "-q")).isEqualTo("pgdata\n");
    scene.at(Scene.NOW.plus(Duration.ofDays(8)));
    assertThat(scene.ok("gc")).contains("let go: volume pgdata");
    assertThat(scene.ok("trash", "list")).isEmpty();
    assertThat(stored()).isLessThan(before);
    assertThat(scene.ok("fsck")).contains("sound");
  }

  @Test
  void whatWasLetGoIsNoStateAnyMore() throws IOException {
    scene.ok("branch", "--orphan", "alone", "main");
    String commit = scene.ok("log", "-q", "alone").strip();
    scene.ok("branch", "-D", "alone");
    scene.ok("gc");
    scene.ok("branch", "again", commit);
    scene.ok("branch", "-D", "again");
    scene.at(Scene.NOW.plus(Duration.ofDays(8)));
    scene.ok("gc");
    assertThat(scene.run("branch", "again", commit).err()).contains("was let go");
    assertThat(scene.ok("fsck")).contains("sound");
  }

  @Test
  void fsckNamesTheFilesThatDamageHurts() throws IOException {
    for (Path pack : packs()) {
      byte[] bytes = Files.readAllBytes(pack);
      bytes[bytes.length / 2] ^= 1;
      Files.write(pack, bytes);
    }
    Scene.Ran ran = scene.run("fsck");
    assertThat(ran.exitCode()).isEqualTo(8);
    assertThat(ran.out()).contains("damage: ", "hurts ", "pgdata ", "DAMAGED");
    assertThat(scene.run("fsck", "--repair").out()).contains("set aside in damaged/");
  }

  @Test
  void ofSeveralSourcesTheStrongestSettingWins() {
    scene.ok("config", "--user", "user.email", "user@example.org");
    scene.ok("config", "user.email", "depot@example.org");
    assertThat(scene.ok("config", "user.email")).isEqualTo("depot@example.org\n");
    scene.ok("config", "--volume", "user.email", "volume@example.org");
    assertThat(scene.ok("config", "user.email", "--show-origin"))
        .startsWith("volume\t")
        .endsWith("\tvolume@example.org\n");
    assertThat(scene.ok("config").lines()).hasSize(3);
    scene.ok("config", "--volume", "--unset", "user.email");
    assertThat(scene.ok("config", "user.email")).isEqualTo("depot@example.org\n");
  }

  @Test
  void ignoreRulesDecide() {
    assertThat(scene.ok("ignore", "add", "*.tmp", "/cache/")).isEqualTo("*.tmp\n/cache/\n");
    assertThat(scene.ok("ignore", "test", "a/b.tmp", "cache/", "data"))
        .isEqualTo(
            """
            a/b.tmp: left out by '*.tmp' (volume setting)
            cache/: left out by '/cache/' (volume setting)
            data: kept: no rule matches
            """);
    assertThat(scene.ok("ignore", "remove", "*.tmp")).isEqualTo("/cache/\n");
  }

  @Test
  void doctorSeesAWorktreeThatIsGone() throws IOException {
    assertThat(scene.ok("doctor")).contains("depot: ", "space: ", "worktree ");
    Files.delete(scene.worktreeDirectory());
    Scene.Ran ran = scene.run("doctor");
    assertThat(ran.exitCode()).isEqualTo(10);
    assertThat(ran.out()).contains("problem  worktree").contains("worktree repair");
  }

  private long stored() throws IOException {
    long sum = 0;
    for (Path pack : packs()) {
      sum += Files.size(pack);
    }
    return sum;
  }

  private List<Path> packs() throws IOException {
    try (Stream<Path> files = Files.list(scene.depotDirectory().resolve("packs"))) {
      return files.filter(file -> file.toString().endsWith(".pack")).sorted().toList();
    }
  }
}

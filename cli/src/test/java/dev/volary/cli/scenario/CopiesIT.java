package dev.volary.cli.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.volary.fixtures.LoopFileSystem;
import dev.volary.fixtures.Mounts;
import dev.volary.fixtures.data.PagedFile;
import dev.volary.fixtures.process.Command;
import dev.volary.fixtures.process.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Live copies that cost next to nothing, made and used with the built program: what the disk gets
/// is measured, not time.
final class CopiesIT {
  private static final long FILE_PAGES = 1L << 12;
  private static final long LITTLE = 4 << 20;

  @TempDir Path scratch;
  private Path tree;
  private Volary volary;

  /// 10 GB in full size, 320 MB in part.
  private static final long FILES = FullSize.of(300, 10);

  @BeforeEach
  void place() throws IOException {
    Optional<String> obstacle = LoopFileSystem.obstacle(LoopFileSystem.Kind.OVERLAY);
    assumeTrue(obstacle.isEmpty(), () -> obstacle.orElse(""));
    scratch = scratch.toRealPath();
  }

  @AfterEach
  void unmount() {
    Mounts.takeOff(scratch);
  }

  private void fill(Path directory) throws IOException {
    tree = Files.createDirectories(directory);
    volary = Volary.in(scratch.resolve("depot")).at(scratch);
    for (long i = 0; i < FILES; i++) {
      PagedFile.write(tree.resolve("table" + i), FILE_PAGES, i);
    }
    volary.ok("init", tree.toString(), "--name", "data", "--preset", "none");
    volary.ok("-C", "data", "commit", "-m", "seed");
  }

  @Test
  void anOverlayCostsWhatIsChangedInIt() throws IOException {
    fill(scratch.resolve("tree"));
    Outcome first =
        volary.run("-C", "data", "worktree", "add", "one", "main", "-b", "one").expect(0);
    assertThat(first.err()).contains("making a shared checkout first");
    assertThat(first.out()).contains("an overlay over the shared checkout, nothing copied");
    Outcome second =
        volary.run("-C", "data", "worktree", "add", "two", "main", "-b", "two").expect(0);
    assertThat(second.err()).doesNotContain("making");
    Path two = scratch.resolve("two");
    assertThat(volary.ok("-C", "./two", "status", "--porcelain")).isEmpty();
    long before = Sizes.below(scratch.resolve("depot"));
    PagedFile.touch(two.resolve("table1"), FILE_PAGES, 8, 1);
    Files.writeString(two.resolve("note"), "changed");
    String commit = volary.ok("-C", "./two", "commit", "-m", "small change", "--json");
    assertThat(commit).contains("\"created\":true");
    // The changed file is copied up whole; the store gets the pages that changed.
    assertThat(Sizes.below(scratch.resolve("depot")) - before)
        .isLessThan(FILE_PAGES * PagedFile.PAGE_BYTES + LITTLE);
    assertThat(volary.ok("-C", "./two", "status", "--porcelain")).isEmpty();
    volary.ok("-C", "./two", "switch", "main~0", "--detach");
    rsync(tree, two);
    volary.ok("worktree", "remove", "two");
    volary.ok("worktree", "remove", "one");
    volary.ok("gc", "--now");
    assertThat(scratch.resolve("depot/copies/checkouts")).isEmptyDirectory();
    volary.ok("fsck");
  }

  private static void rsync(Path one, Path other) {
    assertThat(
            Command.of("rsync", "-aHAXni", "--delete", "--checksum", one + "/", other + "/")
                .run()
                .expect(0)
                .out())
        .isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"XFS", "BTRFS"})
  void aCopySharesTheBlocksOfTheSharedCheckout(LoopFileSystem.Kind kind) throws IOException {
    Optional<String> obstacle = LoopFileSystem.obstacle(kind);
    assumeTrue(obstacle.isEmpty(), () -> obstacle.orElse(""));
    fill(scratch.resolve("elsewhere"));
    long size = FILES * FILE_PAGES * PagedFile.PAGE_BYTES;
    try (LoopFileSystem disk = LoopFileSystem.create(kind, 4 * size)) {
      Path depot = disk.path().resolve("depot");
      Command.of("cp", "-a", scratch.resolve("depot").toString(), depot.toString()).succeed();
      Volary there = Volary.in(depot).at(disk.path());
      Outcome first =
          there
              .run("-C", "data", "worktree", "add", "one", "main", "-d", "--copy", "reflink")
              .expect(0);
      assertThat(first.err()).contains("making a shared checkout first");
      long before = free(disk.path());
      there.ok("-C", "data", "worktree", "add", "two", "main", "-d");
      long after = free(disk.path());
      assertThat(before - after).isLessThan(size / 10);
      rsync(tree, disk.path().resolve("two"));
      there.ok("worktree", "remove", "two");
      there.ok("worktree", "remove", "one");
      there.ok("gc", "--now");
    }
  }

  /// Space is given out when files are written back.
  private static long free(Path place) throws IOException {
    Command.of("sync", "-f", place.toString()).succeed();
    return Files.getFileStore(place).getUnallocatedSpace();
  }

  @Test
  void aCommandRunsInACopyOfWhichNothingStays() throws IOException {
    fill(scratch.resolve("tree"));
    Path in = Files.createDirectory(scratch.resolve("in"));
    Outcome ran =
        volary.run(
            "-C",
            "data",
            "run",
            "--rm",
            "--in",
            in.toString(),
            "main",
            "--",
            "sh",
            "-c",
            "test \"$PWD\" = \"$VOLARY_WORKTREE\" || exit 1; rm table0; ls; exit 7");
    assertThat(ran.exitCode()).isEqualTo(7);
    assertThat(ran.out().lines()).hasSize((int) FILES - 1);
    assertThat(in).isEmptyDirectory();
    assertThat(tree.resolve("table0")).exists();
    assertThat(scratch.resolve("depot/copies/layers")).isEmptyDirectory();
  }

  @Test
  void whatAKilledCommandLeavesIsClearedByTheNext() throws Exception {
    fill(scratch.resolve("tree"));
    Path in = Files.createDirectory(scratch.resolve("in"));
    List<String> words =
        volary.words(
            "-C",
            "data",
            "run",
            "--in",
            in.toString(),
            "main",
            "--",
            "sh",
            "-c",
            "echo $$; exec sleep 1000");
    ProcessBuilder builder = new ProcessBuilder(words).directory(scratch.toFile());
    builder.environment().put("VOLARY_HOME", scratch.resolve("depot").toString());
    Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try (var out = process.inputReader()) {
      long orphan = Long.parseLong(out.readLine());
      process
          .descendants()
          .forEach(each -> {
            if (each.pid() != orphan) {
              each.destroyForcibly();
            }
          });
      process.destroyForcibly().waitFor();
      assertThat(in).isNotEmptyDirectory();
      volary.ok("-C", "data", "log");
      assertThat(in).isEmptyDirectory();
      ProcessHandle.of(orphan).ifPresent(ProcessHandle::destroyForcibly);
    }
    try (Stream<Path> layers = Files.list(scratch.resolve("depot/copies/layers"))) {
      assertThat(layers).isEmpty();
    }
  }

  @Test
  void aCopyGoesWhenItsTimeIsOverAndItsChangesStay() throws IOException {
    fill(scratch.resolve("tree"));
    volary.ok("-C", "data", "worktree", "add", "passing", "main", "-d", "--ttl", "0");
    assertThat(scratch.resolve("passing")).isDirectory();
    Files.writeString(scratch.resolve("passing/table0"), "changed");
    Outcome next = volary.run("worktree", "list").expect(0);
    assertThat(next.err()).contains("was over").contains("uncommitted changes are kept as ");
    assertThat(scratch.resolve("passing")).doesNotExist();
    String safety = next.err().replaceAll("(?s).*kept as ([0-9a-f]+).*", "$1");
    assertThat(volary.ok("-C", "data", "cat", safety + ":table0")).isEqualTo("changed");
  }
}

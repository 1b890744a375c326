package dev.volary.core.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.volary.core.diff.HeldObjects;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.linux.DirectoryHandle;
import dev.volary.core.linux.Linux;
import dev.volary.core.restore.Restore.Surroundings;
import dev.volary.core.restore.plan.RestorePlan;
import dev.volary.core.restore.plan.RestoreRequest;
import dev.volary.fixtures.LoopFileSystem;
import dev.volary.fixtures.Seeds;
import dev.volary.fixtures.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Restores on real file systems, judged by rsync too.
final class FileSystemsTest {
  @TempDir Path folder;

  private final HeldObjects objects = new HeldObjects();

  @ParameterizedTest
  @EnumSource(LoopFileSystem.Kind.class)
  void rsyncFindsNoDifference(LoopFileSystem.Kind kind) throws IOException {
    Optional<String> obstacle = LoopFileSystem.obstacle(kind);
    assumeTrue(obstacle.isEmpty(), () -> obstacle.orElse(""));
    assumeTrue(Command.available("rsync"), "no rsync");
    try (LoopFileSystem mounted = LoopFileSystem.create(kind, LoopFileSystem.SMALLEST_BYTES)) {
      Seeds.each(4, random -> restoreOn(mounted.path().resolve("work"), random));
    }
  }

  private void restoreOn(Path work, RandomGenerator random) throws IOException {
    Path before = work.resolve("before");
    Path after = work.resolve("after");
    try (DirectoryHandle top = open(before)) {
      RandomDisk disk = new RandomDisk(random, true);
      disk.fill(top, 3);
      ObjectId first = DiskReader.read(top, objects);
      copy(before, after);
      try (DirectoryHandle changed = open(after)) {
        disk.change(changed, 3);
        restore(changed, first);
        assertThat(DiskReader.read(changed, objects)).isEqualTo(first);
      }
      assertThat(differences(before, after)).isEmpty();
    }
    Command.of("rm", "-rf", work.toString()).succeed();
  }

  private static DirectoryHandle open(Path path) throws IOException {
    return Linux.openRoot(Linux.bytes(Files.createDirectories(path)));
  }

  private static void copy(Path from, Path to) {
    Command.of("cp", "-a", from.toString(), to.toString()).succeed();
  }

  private static String differences(Path from, Path to) {
    return Command.of(
            "rsync", "-aHAXn", "--delete", "--checksum", "--itemize-changes", from + "/", to + "/")
        .succeed()
        .out();
  }

  private void restore(DirectoryHandle top, ObjectId wanted) throws IOException {
    Surroundings surroundings =
        new Surroundings(folder.resolve("spill"), 2, InstantSource.system(), "boot");
    Restore restore = new Restore(objects, surroundings);
    try (RestorePlan plan = restore.plan(RestoreRequest.all(top, wanted), step -> {})) {
      restore.apply(plan, Optional.of(folder.resolve("intent")), RestoreListener.NONE);
    }
  }
}

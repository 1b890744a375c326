package dev.volary.core.gc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.volary.core.io.ByteString;
import dev.volary.core.linux.DirectoryHandle;
import dev.volary.core.linux.Linux;
import dev.volary.core.session.Session;
import dev.volary.core.verify.TreeStore;
import dev.volary.fixtures.LoopFileSystem;
import dev.volary.fixtures.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What killed commands leave, on btrfs too.
final class LeftoversTest {
  @TempDir private Path directory;

  @Test
  void whatMayNotBeDeletedStaysAndHindersNothing() throws IOException {
    assumeTrue(Linux.hasCapability(Linux.Capability.SYS_ADMIN), "an immutable file takes root");
    Path folder = Files.createDirectories(directory.resolve("temporary"));
    Path kept = Files.createFile(folder.resolve("kept"));
    Path gone = Files.createFile(folder.resolve("gone"));
    Path dangling = Files.createSymbolicLink(folder.resolve("link"), Path.of("nowhere"));
    assumeTrue(
        Command.of("chattr", "+i", kept.toString()).run().exitCode() == 0,
        "this file system knows no immutable files");
    try (TreeStore trees = new TreeStore(directory.resolve("store"), TreeStore.options());
        Session session = trees.sessions.begin("gc")) {
      Leftovers.remove(folder, session, Instant.now().plusSeconds(60));
      assertThat(gone).doesNotExist();
      assertThat(Files.isSymbolicLink(dangling)).isFalse();
      assertThat(kept).exists();
    } finally {
      Command.of("chattr", "-i", kept.toString()).succeed();
    }
  }

  @Test
  void aSnapshotIsRemovedWhole() throws IOException {
    LoopFileSystem.Kind kind = LoopFileSystem.Kind.BTRFS;
    Optional<String> obstacle = LoopFileSystem.obstacle(kind);
    assumeTrue(obstacle.isEmpty(), () -> obstacle.orElse(""));
    try (LoopFileSystem disk = LoopFileSystem.create(kind, LoopFileSystem.SMALLEST_BYTES);
        TreeStore trees = new TreeStore(directory, TreeStore.options());
        Session session = trees.sessions.begin("gc")) {
      Path folder = Files.createDirectories(disk.path().resolve("temporary"));
      Files.writeString(disk.path().resolve("file"), "row");
      try (DirectoryHandle handle = Linux.openRoot(Linux.bytes(folder));
          DirectoryHandle top = Linux.openRoot(Linux.bytes(disk.path()))) {
        handle.makeSnapshot(ByteString.utf8("snapshot-1"), top);
      }
      assertThat(folder.resolve("snapshot-1/file")).hasContent("row");
      assertThat(Leftovers.remove(folder, session, Instant.EPOCH)).isZero();
      assertThat(folder).isEmptyDirectory();
    }
  }
}

package dev.volary.core.gc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.volary.core.io.ByteString;
import dev.volary.core.linux.DirectoryHandle;
import dev.volary.core.linux.Linux;
import dev.volary.core.session.Session;
import dev.volary.core.verify.TreeStore;
import dev.volary.fixtures.LoopFileSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a killed commit leaves on btrfs.
final class LeftoversTest {
  @TempDir private Path directory;

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

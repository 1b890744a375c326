package dev.volary.core.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.volary.core.hash.ObjectId;
import dev.volary.core.io.ByteString;
import dev.volary.core.linux.DirectoryHandle;
import dev.volary.fixtures.LoopFileSystem;
import dev.volary.fixtures.LoopFileSystem.Kind;
import dev.volary.fixtures.process.Command;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// No change is missed on any real file system, and the same tree has one root on all of them.
final class FileSystemsTest {
  @TempDir Path folder;

  private static LoopFileSystem mount(Kind kind) throws IOException {
    LoopFileSystem.obstacle(kind).ifPresent(reason -> assumeTrue(false, reason));
    return LoopFileSystem.create(kind, LoopFileSystem.SMALLEST_BYTES);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void seesStoresThroughMappingsModesAndAttributes(Kind kind) throws IOException {
    try (LoopFileSystem mounted = mount(kind)) {
      LiveTree tree = new LiveTree(mounted.path().resolve("live"), folder.resolve("work"));
      Path file = Files.write(tree.top.resolve("mapped"), new byte[100_000]);
      try (Arena arena = Arena.ofConfined();
          FileChannel channel =
              FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
        MemorySegment map = channel.map(FileChannel.MapMode.READ_WRITE, 0, 100_000, arena);
        for (int round = 1; round < 5; round++) {
          map.set(ValueLayout.JAVA_BYTE, 50_000, (byte) round);
          tree.commit();
          assertThat(tree.content("mapped")[50_000]).isEqualTo((byte) round);
          nextTick(tree, mounted.path());
        }
      }
      boolean trusted = kind != Kind.TMPFS;
      CaptureResult idle = tree.commit();
      assertThat(idle.readEntries()).isEqualTo(trusted ? 0 : 1);
      assertThat(idle.warnings().toString()).contains(trusted ? "[]" : "Every file was read");
      nextTick(tree, mounted.path());
      try (DirectoryHandle top = tree.open()) {
        top.setXattr(
            ByteString.utf8("mapped"), ByteString.utf8("trusted.note"), ByteString.utf8("value"));
      }
      tree.commit();
      assertThat(tree.entry("mapped").orElseThrow().attributes().xattrs())
          .containsEntry(ByteString.utf8("trusted.note"), ByteString.utf8("value"));
    }
  }

  /// Waits for the mounted file system's own clock.
  private static void nextTick(LiveTree tree, Path mounted) throws IOException {
    Path probe = mounted.resolve("probe");
    Files.writeString(probe, "");
    Object first = Files.getAttribute(probe, "unix:ctime");
    while (Files.getAttribute(probe, "unix:ctime").equals(first)) {
      Files.writeString(probe, "x");
    }
    tree.nextTick();
  }

  @Test
  void theSameTreeHasOneRootWhateverTheBlockSize() throws IOException {
    Path original = Files.createDirectory(folder.resolve("original"));
    Random random = new Random(11);
    for (int i = 0; i < 40; i++) {
      Path directory = Files.createDirectories(original.resolve("d" + i % 6));
      try (RandomAccessFile file =
          new RandomAccessFile(directory.resolve("f" + i).toFile(), "rw")) {
        file.setLength(random.nextInt(700_000));
        for (int j = 0; j < random.nextInt(4); j++) {
          byte[] data = new byte[1 + random.nextInt(40_000)];
          random.nextBytes(data);
          file.seek(random.nextInt(600_000));
          file.write(data);
        }
      }
    }
    List<ObjectId> roots = new ArrayList<>();
    for (Kind kind : List.of(Kind.EXT4, Kind.EXT4_SMALL_BLOCKS, Kind.XFS, Kind.BTRFS)) {
      try (LoopFileSystem mounted = mount(kind)) {
        LiveTree tree = new LiveTree(mounted.path().resolve("copy"), folder.resolve("w" + kind));
        Command.of("cp", "-a", "--sparse=always", original + "/.", tree.top.toString()).succeed();
        roots.add(tree.commit().root());
      }
    }
    assertThat(roots).hasSize(4).containsOnly(roots.getFirst());
  }
}

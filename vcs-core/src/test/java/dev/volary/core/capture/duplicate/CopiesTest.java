package dev.volary.core.capture.duplicate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.volary.core.io.ByteString;
import dev.volary.core.linux.DirectoryHandle;
import dev.volary.core.linux.Errno;
import dev.volary.core.linux.FileHandle;
import dev.volary.core.linux.Linux;
import dev.volary.core.linux.LinuxException;
import dev.volary.core.linux.OpenMode;
import dev.volary.core.store.SpaceLimit;
import dev.volary.fixtures.LoopFileSystem;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Copies are what the file was, have no name, and are not made where there is no room for them.
final class CopiesTest {
  private static final int BYTES = 40_000_003;

  @TempDir Path folder;
  private final byte[] content = new byte[BYTES];

  private interface Trial {
    void run(Copies copies, FileHandle file) throws IOException, InterruptedException;
  }

  /// A file of random bytes, and copies of up to `room` bytes in `place`.
  private void with(Path place, long room, Trial trial) throws IOException, InterruptedException {
    new Random(7).nextBytes(content);
    Files.write(folder.resolve("file"), content);
    try (DirectoryHandle here = open(folder);
        FileHandle file = here.openFile(ByteString.utf8("file"), OpenMode.READ);
        DirectoryHandle there = open(place);
        Copies copies = new Copies(there, true, room, 2)) {
      trial.run(copies, file);
    }
  }

  private static DirectoryHandle open(Path place) throws IOException {
    return Linux.openRoot(Linux.bytes(place.toRealPath()));
  }

  private static byte[] bytes(FileHandle file, int size) throws IOException {
    byte[] all = new byte[size];
    assertThat(file.read(0, all, 0, size)).isEqualTo(size);
    return all;
  }

  private static void onDisk(DiskTrial trial) throws IOException, InterruptedException {
    LoopFileSystem.Kind kind = LoopFileSystem.Kind.EXT4;
    Optional<String> obstacle = LoopFileSystem.obstacle(kind);
    assumeTrue(obstacle.isEmpty(), () -> obstacle.orElse(""));
    try (LoopFileSystem disk = LoopFileSystem.create(kind, LoopFileSystem.SMALLEST_BYTES)) {
      trial.run(disk.path());
    }
  }

  private interface DiskTrial {
    void run(Path disk) throws IOException, InterruptedException;
  }

  @Test
  void copiesHaveTheBytesAndNoName() throws IOException, InterruptedException {
    Path place = Files.createDirectory(folder.resolve("place"));
    with(
        place,
        BYTES,
        (copies, file) -> {
          try (FileHandle copy = copies.make(file, BYTES).orElseThrow()) {
            try (Stream<Path> names = Files.list(place)) {
              assertThat(names).isEmpty();
            }
            Files.write(folder.resolve("file"), new byte[BYTES]);
            assertThat(copy.stat().size()).isEqualTo(BYTES);
            assertThat(bytes(copy, BYTES)).isEqualTo(content);
          }
        });
  }

  @Test
  void haveANameForAMomentWhereTheFileSystemCanNotDoBetter()
      throws IOException, InterruptedException {
    Path place = Files.createDirectory(folder.resolve("place"));
    with(
        folder,
        0,
        (none, file) -> {
          try (DirectoryHandle there = open(place);
              Copies named = new Copies(withoutUnnamed(there), true, BYTES, 2);
              Copies unnamed = new Copies(withoutUnnamed(there), false, BYTES, 2);
              FileHandle copy = named.make(file, BYTES).orElseThrow();
              Stream<Path> names = Files.list(place)) {
            assertThat(names).isEmpty();
            assertThat(bytes(copy, BYTES)).isEqualTo(content);
            assertThat(unnamed.make(file, BYTES)).isEmpty();
          }
        });
  }

  private static DirectoryHandle withoutUnnamed(DirectoryHandle real) {
    return (DirectoryHandle)
        Proxy.newProxyInstance(
            CopiesTest.class.getClassLoader(),
            new Class<?>[] {DirectoryHandle.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("openUnnamed")) {
                throw new LinuxException("openat", "", Errno.EOPNOTSUPP);
              }
              return method.invoke(real, arguments);
            });
  }

  @Test
  void keepsHoles() throws IOException, InterruptedException {
    onDisk(disk -> {
      try (RandomAccessFile sparse = new RandomAccessFile(disk.resolve("sparse").toFile(), "rw")) {
        sparse.setLength(1L << 40);
        sparse.seek(5L << 30);
        sparse.write(new byte[100_000]);
      }
      try (DirectoryHandle here = open(disk);
          FileHandle file = here.openFile(ByteString.utf8("sparse"), OpenMode.READ);
          Copies copies = new Copies(here, true, 1 << 20, 2);
          FileHandle copy = copies.make(file, 1L << 40).orElseThrow()) {
        assertThat(copy.stat().size()).isEqualTo(1L << 40);
        assertThat(copy.nextData(0)).isEqualTo(file.nextData(0)).isPositive();
        // What captures take for a hole is in whole blocks of 64 KiB.
        assertThat(copy.nextHole(5L << 30)).isEqualTo((5L << 30) + (128 << 10));
      }
    });
  }

  @Test
  void spendsTheRoomThereIsAndNoMore() throws IOException, InterruptedException {
    with(
        folder,
        2L * BYTES - 1,
        (copies, file) -> {
          Optional<FileHandle> first = copies.make(file, BYTES);
          assertThat(first).isPresent();
          assertThat(copies.make(file, BYTES)).isEmpty();
          Optional<FileHandle> part = copies.make(file, BYTES - 1);
          assertThat(part).isPresent();
          first.orElseThrow().close();
          part.orElseThrow().close();
        });
  }

  @Test
  void leavesFilesThatAreSmallOrShorterThanSaid() throws IOException, InterruptedException {
    with(
        folder,
        4L * BYTES,
        (copies, file) -> {
          assertThat(copies.make(file, Copies.SMALLEST_BYTES - 1)).isEmpty();
          assertThat(copies.make(file, BYTES + 1)).isEmpty();
        });
  }

  @Test
  void givesUpOnADiskThatIsFull() throws IOException, InterruptedException {
    onDisk(disk -> {
      try (DirectoryHandle handle = open(disk)) {
        long free = handle.fileSystem().availableBytes();
        Files.write(disk.resolve("ballast"), new byte[(int) (free - BYTES / 2)]);
        with(
            disk,
            Long.MAX_VALUE,
            (copies, file) -> {
              assertThat(copies.make(file, BYTES)).isEmpty();
              assertThat(handle.fileSystem().availableBytes()).isGreaterThan(BYTES / 4);
              assertThat(copies.make(file, Copies.SMALLEST_BYTES)).isEmpty();
            });
      }
    });
  }

  @Test
  void countsNoRoomInMemoryNorWhatMustStayFree() throws IOException {
    try (DirectoryHandle memory = open(Path.of("/dev/shm"));
        DirectoryHandle here = open(folder)) {
      assumeTrue(memory.fileSystem().typeName().equals("tmpfs"), "/dev/shm is something else");
      assertThat(Copies.room(memory, SpaceLimit.NONE)).isZero();
      assertThat(Copies.room(here, new SpaceLimit(100, 0))).isZero();
    }
  }

  @Test
  void aFrozenFileSystemIsNeverWrittenTo() throws IOException, InterruptedException {
    onDisk(disk -> {
      Files.write(disk.resolve("file"), new byte[100_000]);
      try (DirectoryHandle top = open(disk);
          FileHandle file = top.openFile(ByteString.utf8("file"), OpenMode.READ)) {
        assertThat(take(top, file, true)).isTrue();
        assertThat(take(top, file, false)).isFalse();
        top.freeze();
        try {
          assertThat(take(top, file, true)).isFalse();
          assertThat(take(top, file, false)).isFalse();
        } finally {
          top.thaw();
        }
      }
    });
  }

  /// Whether a file of `top` is duplicated, copies going to where it lies.
  private static boolean take(DirectoryHandle top, FileHandle file, boolean mayWrite)
      throws IOException, InterruptedException {
    Path same = Path.of("/proc/self/fd/" + top.descriptor());
    var terms = new Duplicates.Terms(mayWrite, false, same, SpaceLimit.NONE, 2);
    try (Duplicates duplicates = Duplicates.of(top, terms)) {
      Optional<FileHandle> taken = duplicates.take(top, file, 100_000);
      taken.ifPresent(FileHandle::close);
      return taken.isPresent();
    }
  }
}

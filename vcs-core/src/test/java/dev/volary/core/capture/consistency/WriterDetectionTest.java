package dev.volary.core.capture.consistency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.volary.core.io.ByteString;
import dev.volary.core.linux.DirectoryHandle;
import dev.volary.core.linux.Linux;
import dev.volary.fixtures.process.Command;
import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which of several real processes are named as writers.
final class WriterDetectionTest {
  @TempDir Path folder;
  private Path top;
  private Path file;

  @BeforeEach
  void makeTree() throws IOException {
    top = Files.createDirectory(folder.toRealPath().resolve("a tree"));
    file = Files.writeString(top.resolve("file"), "text");
  }

  private WriterReport find(long ownProcess) throws IOException {
    try (DirectoryHandle proc = Linux.openRoot(ByteString.utf8("/proc"))) {
      return new WriterDetection(proc, ownProcess).find(Linux.bytes(top));
    }
  }

  private WriterReport find() throws IOException {
    return find(Linux.processId());
  }

  @Test
  void namesWhoHasAFileOpenForWriting() throws IOException {
    try (Child writer = Child.shell("exec 3>>'" + file + "'")) {
      WriterReport report = find();
      assertThat(report.writers()).extracting(Writer::pid).containsExactly(writer.pid());
      assertThat(report.names()).isEqualTo("sh (pid " + writer.pid() + ")");
    }
    assertThat(find().writers()).isEmpty();
  }

  @Test
  void readersNeighboursAndOneselfAreNoWriters() throws IOException {
    Files.createDirectory(folder.resolve("a tree too"));
    try (Child reader = Child.shell("cd '" + top + "'; exec 3<'" + file + "'");
        Child neighbour = Child.shell("exec 3>>'" + folder.resolve("a tree too/x") + "'");
        FileChannel own = FileChannel.open(file, StandardOpenOption.WRITE)) {
      assertThat(reader.pid()).isNotEqualTo(neighbour.pid());
      assertThat(own.isOpen()).isTrue();
      assertThat(find().writers()).isEmpty();
    }
  }

  @Test
  void aWritableMappingWritesWithoutADescriptor() throws IOException {
    MappedByteBuffer map;
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      map = channel.map(FileChannel.MapMode.READ_WRITE, 0, 4);
    }
    map.put(0, (byte) 'T');
    try (Child other = Child.shell(":")) {
      // Seen by another process, this one has nothing but the mapping.
      assertThat(find(other.pid()).writers())
          .extracting(Writer::pid)
          .contains(ProcessHandle.current().pid());
    }
    assertThat(map.get(0)).isEqualTo((byte) 'T');
  }

  @Test
  void seesIntoOtherMountNamespaces() throws IOException {
    assumeTrue(Linux.effectiveUser() == 0, "another mount namespace needs root");
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    assumeTrue(
        Command.of("unshare", "-m", "mount", "--bind", top.toString(), elsewhere.toString())
                .run()
                .exitCode()
            == 0,
        "mounting is not permitted here");
    String script = "mount --bind '" + top + "' '" + elsewhere + "'; exec 3>>'" + elsewhere;
    try (Child writer =
        new Child("unshare", "-m", "sh", "-c", script + "/file'; echo ready; read x")) {
      assertThat(find().writers()).extracting(Writer::pid).containsExactly(writer.pid());
    }
  }

  @Test
  void findsPlacesByTheLongestMount() {
    MountTable table =
        new MountTable(
            ByteString.utf8(
                """
                22 1 8:1 / / rw - ext4 /dev/sda1 rw
                30 22 8:2 /vol\\040one /data rw - ext4 /dev/sda2 rw
                """));
    assertThat(table.placeOf(ByteString.utf8("/data/x")).orElseThrow())
        .hasToString("Place[device=8:2, path=/vol one/x]");
    assertThat(table.placeOf(ByteString.utf8("/database")).orElseThrow())
        .hasToString("Place[device=8:1, path=/database]");
  }
}

package dev.volary.core.restore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volary.core.linux.DirectoryHandle;
import dev.volary.core.linux.Linux;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a restore leaves behind goes, everything else stays as it was.
final class SweepTest {
  @TempDir Path top;

  @Test
  void removesPassingFilesAndFoldersOnly() throws IOException {
    Path folder = Files.createDirectories(top.resolve("a/b"));
    Files.writeString(folder.resolve("kept"), "1");
    Files.writeString(folder.resolve(".volary-restore-1f-3"), "2");
    Path moved = Files.createDirectories(top.resolve(".volary-restore-1f-0/deep"));
    Files.writeString(moved.resolve("anything"), "3");
    FileTime time = FileTime.from(Instant.ofEpochSecond(1_000_000, 123));
    Files.setLastModifiedTime(folder, time);
    Files.setLastModifiedTime(top, time);
    try (DirectoryHandle handle = Linux.openRoot(Linux.bytes(top))) {
      Sweep.run(handle);
    }
    try (Stream<Path> left = Files.walk(top)) {
      assertThat(left.map(path -> top.relativize(path).toString()))
          .containsExactlyInAnyOrder("", "a", "a/b", "a/b/kept");
    }
    assertThat(Files.getLastModifiedTime(folder)).isEqualTo(time);
    assertThat(Files.getLastModifiedTime(top)).isEqualTo(time);
  }
}

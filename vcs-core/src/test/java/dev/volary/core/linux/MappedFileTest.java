package dev.volary.core.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Mapped files read right, at any offset, and never after their close.
final class MappedFileTest {
  @TempDir private Path directory;

  private Path file() {
    return directory.resolve("file");
  }

  @Test
  void readsLittleEndianAtAnyAlignment() throws IOException {
    Files.write(file(), new byte[] {0, 1, 2, 3, 4, 5, 6, 7, (byte) 0x88, 9});
    try (MappedFile mapped = MappedFile.open(file(), 10)) {
      assertThat(mapped.size()).isEqualTo(10);
      assertThat(mapped.getByte(8)).isEqualTo((byte) 0x88);
      assertThat(mapped.getInt(1)).isEqualTo(0x04030201);
      assertThat(mapped.getLong(1)).isEqualTo(0x8807060504030201L);
      byte[] target = new byte[4];
      mapped.get(2, target, 1, 3);
      assertThat(target).containsExactly(0, 2, 3, 4);
      assertThatThrownBy(() -> mapped.getLong(3)).isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> mapped.getByte(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @Test
  void readsBeyondTwoGigabytes() throws IOException {
    long size = (5L << 30) + 8;
    try (RandomAccessFile sparse = new RandomAccessFile(file().toFile(), "rw")) {
      sparse.seek(size - 8);
      sparse.writeLong(Long.reverseBytes(42));
    }
    try (MappedFile mapped = MappedFile.open(file(), size)) {
      assertThat(mapped.getLong(size - 8)).isEqualTo(42);
      assertThat(mapped.getLong(3L << 30)).isZero();
    }
  }

  @Test
  void isOfNoUseAfterItsClose() throws IOException {
    Files.write(file(), new byte[16]);
    MappedFile mapped = MappedFile.open(file(), 16);
    mapped.close();
    mapped.close();
    assertThatThrownBy(() -> mapped.getLong(0)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> mapped.get(0, new byte[1], 0, 1))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void refusesAnotherLength() throws IOException {
    Files.write(file(), new byte[16]);
    assertThatThrownBy(() -> MappedFile.open(file(), 17))
        .isInstanceOfSatisfying(
            VolaryException.class, e -> assertThat(e.fault()).isEqualTo(Fault.CORRUPT));
    assertThatThrownBy(() -> MappedFile.open(directory.resolve("none"), 0))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void mapsAnEmptyFile() throws IOException {
    Files.write(file(), new byte[0]);
    try (MappedFile mapped = MappedFile.open(file(), 0)) {
      assertThat(mapped.size()).isZero();
    }
  }
}

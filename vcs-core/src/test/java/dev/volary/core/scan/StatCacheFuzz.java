package dev.volary.core.scan;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.volary.core.hash.ObjectHash;
import dev.volary.core.hash.ObjectKind;
import dev.volary.core.io.ByteString;
import dev.volary.core.io.ByteWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Any bytes taken as a stat cache: as a whole file, and as a block whose checksum is right. It
/// costs time at most; nothing is thrown, and nothing is made up.
final class StatCacheFuzz {
  private static final StatCacheBinding BINDING =
      new StatCacheBinding(ObjectHash.of(ObjectKind.CHUNK, new byte[1], 0, 1), "boot", 7);

  @FuzzTest
  void isReadOrPassedOver(byte[] bytes) throws IOException {
    Path folder = Files.createTempDirectory("fuzz");
    Path file = folder.resolve("statcache");
    try {
      Files.write(file, bytes);
      readAll(file);
      Files.write(file, framed(folder, bytes));
      assertThat(StatCacheReader.open(file, BINDING)).isPresent();
      readAll(file);
    } finally {
      Files.deleteIfExists(file);
      Files.delete(folder);
    }
  }

  private static void readAll(Path file) {
    try (StatCacheReader cache = StatCacheReader.open(file, BINDING).orElse(null)) {
      if (cache == null) {
        return;
      }
      for (CachedItem item = cache.peek(); item != null; item = cache.peek()) {
        assertThat(item.depth()).isNotNegative();
        assertThat(item.name().size()).isLessThanOrEqualTo(255);
        cache.advance();
      }
    }
  }

  /// A cache of the right binding whose one block holds `bytes`.
  private static byte[] framed(Path folder, byte[] bytes) throws IOException {
    Path finished;
    try (StatCacheWriter writer = StatCacheWriter.create(folder)) {
      writer.add(new CachedItem(1, ByteString.utf8("a"), Optional.empty(), 0));
      finished = writer.finish(BINDING);
    }
    byte[] header = Files.readAllBytes(finished);
    Files.delete(finished);
    ByteWriter file = new ByteWriter();
    file.bytes(header, 0, StatCacheWriter.HEADER);
    file.u32(bytes.length).u32(StatCacheWriter.checksum(0, bytes, bytes.length));
    file.bytes(bytes, 0, bytes.length);
    return file.toByteArray();
  }
}

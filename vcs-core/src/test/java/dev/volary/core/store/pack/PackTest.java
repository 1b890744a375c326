package dev.volary.core.store.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.store.manifest.PackKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Packs on disk: written, read back, rescanned, damaged.
final class PackTest {
  private @TempDir Path directory;
  private Path file;
  private PackFacts facts;

  @BeforeEach
  void write() throws IOException {
    file = directory.resolve("sample.pack");
    facts = SamplePacks.write(file);
  }

  @Test
  void saysAgainWhatWasWritten() throws IOException {
    try (PackReader reader = PackReader.open(file)) {
      assertThat(reader.facts()).isEqualTo(facts);
      assertThat(reader.kind()).isEqualTo(PackKind.DATA);
      assertThat(reader.name()).isEqualTo(SamplePacks.NAME);
      reader.checkDigest();
      assertSame(scanned(reader), SamplePacks.records());
    }
  }

  private static List<PackRecord> scanned(PackReader reader) {
    List<PackRecord> found = new ArrayList<>();
    reader.scan((record, offset) -> found.add(record));
    return found;
  }

  /// Records hold arrays, so they are compared as bytes.
  private static void assertSame(List<PackRecord> found, List<PackRecord> expected) {
    assertThat(found).hasSameSizeAs(expected);
    for (int i = 0; i < found.size(); i++) {
      assertThat(RecordCodec.encode(found.get(i), 1 << 20))
          .isEqualTo(RecordCodec.encode(expected.get(i), 1 << 20));
    }
  }

  @Test
  void isReadWithoutItsFooter() throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 1] ^= 1;
    Files.write(file, bytes);
    try (PackReader reader = PackReader.open(file)) {
      assertThatThrownBy(() -> scanned(reader)).isInstanceOf(VolaryException.class);
      List<PackRecord> found = new ArrayList<>();
      reader.salvage((record, offset) -> found.add(record));
      assertSame(found, SamplePacks.records());
    }
  }

  @Test
  void losesOnlyTheRecordThatIsDamaged() throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[PackFormat.HEADER_SIZE + 5] ^= 1;
    Files.write(file, bytes);
    try (PackReader reader = PackReader.open(file)) {
      List<PackRecord> found = new ArrayList<>();
      reader.salvage((record, offset) -> found.add(record));
      assertSame(found, SamplePacks.records().subList(1, SamplePacks.records().size()));
    }
  }

  @Test
  void noticesEveryFlippedBit() throws IOException {
    byte[] good = Files.readAllBytes(file);
    for (int at = 0; at < good.length; at++) {
      byte[] bad = good.clone();
      bad[at] ^= (byte) (1 << at % 8);
      Files.write(file, bad);
      assertFails();
    }
  }

  @Test
  void noticesEveryTruncation() throws IOException {
    byte[] good = Files.readAllBytes(file);
    for (int length = 0; length < good.length; length += 7) {
      Files.write(file, Arrays.copyOf(good, length));
      assertFails();
    }
  }

  /// Fails with a sentence that names the file, and never otherwise.
  private void assertFails() {
    assertThatThrownBy(
            () -> {
              try (PackReader reader = PackReader.open(file)) {
                assertThat(reader.facts()).isEqualTo(facts);
                reader.checkDigest();
                scanned(reader);
              } catch (AssertionError e) {
                throw VolaryException.corrupt(file.toString(), "other facts");
              }
            })
        .isInstanceOfSatisfying(
            VolaryException.class,
            e -> {
              assertThat(e.fault()).isIn(Fault.CORRUPT, Fault.TOO_NEW);
              assertThat(e).hasMessageContaining(file.toString());
            });
  }

  @Test
  void readsThePackOfVersionOne() throws IOException {
    Path copy = directory.resolve("golden.pack");
    try (var in = PackTest.class.getResourceAsStream("pack-1.pack")) {
      assertThat(in).as("the golden pack").isNotNull();
      Files.copy(in, copy);
    }
    try (PackReader reader = PackReader.open(copy)) {
      reader.checkDigest();
      List<byte[]> plain = new ArrayList<>();
      for (PackRecord record : scanned(reader)) {
        plain.addAll(decoded(record, plain));
      }
      assertThat(plain)
          .usingRecursiveComparison()
          .isEqualTo(SamplePacks.objects().stream().map(o -> o.plain()).toList());
    }
  }

  private static List<byte[]> decoded(PackRecord record, List<byte[]> before) {
    List<byte[]> out = new ArrayList<>();
    switch (record) {
      case FrameRecord frame -> {
        byte[] plain = Compression.plain("golden", frame);
        for (int i = 0; i < frame.slots().size(); i++) {
          int from = frame.offsetOf(i);
          out.add(Arrays.copyOfRange(plain, from, from + frame.slots().get(i).plainBytes()));
        }
      }
      case DeltaRecord delta -> {
        // The first is coded against the second object, the second against the third.
        for (int i = 0; i < 2; i++) {
          DeltaRecord.DeltaSlot slot = delta.slots().get(i);
          out.add(
              Compression.undelta("golden", slot.payload(), before.get(1 + i), slot.plainBytes()));
        }
      }
    }
    return out;
  }

  @Test
  void saysWhenAFileIsGone() throws IOException {
    Files.delete(file);
    assertThatThrownBy(() -> PackReader.open(file))
        .isInstanceOfSatisfying(
            VolaryException.class, e -> assertThat(e.fault()).isEqualTo(Fault.NOT_FOUND));
  }
}

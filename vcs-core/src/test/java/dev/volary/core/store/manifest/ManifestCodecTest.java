package dev.volary.core.store.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.hash.ObjectHash;
import dev.volary.core.io.ByteString;
import dev.volary.core.io.ByteWriter;
import dev.volary.fixtures.Seeds;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/// The bytes of a manifest: fixed, checked, and refused in every other shape.
final class ManifestCodecTest {
  private static final String GOLDEN = "manifest-v1.bin";

  private static final Manifest SAMPLE =
      new Manifest(
          42,
          301,
          123_456_789L,
          List.of(
              pack(0, PackKind.DATA, 0),
              pack(7, PackKind.METADATA, 41),
              pack(300, PackKind.DATA, 0)),
          List.of(
              new IndexInfo(new UniqueName(1, 2), 4096, 50, List.of(0L, 300L)),
              new IndexInfo(new UniqueName(3, 4), 1024, 3, List.of(7L))));

  private static PackInfo pack(long number, PackKind kind, long condemnedIn) {
    byte[] digest = new byte[PackInfo.DIGEST_SIZE];
    Arrays.fill(digest, (byte) number);
    UniqueName name = new UniqueName(0x1122334455667788L, number);
    return new PackInfo(
        number, name, kind, 64 << 20, 1000 + number, ByteString.of(digest), condemnedIn);
  }

  @Test
  void theGoldenFileOfVersionOneIsReadAndWritten() throws IOException {
    byte[] golden;
    try (var in = ManifestCodecTest.class.getResourceAsStream(GOLDEN)) {
      golden = in.readAllBytes();
    }
    assertThat(ManifestCodec.decode("golden", golden)).isEqualTo(SAMPLE);
    assertThat(HexFormat.of().formatHex(ManifestCodec.encode(SAMPLE)))
        .isEqualTo(HexFormat.of().formatHex(golden));
  }

  @Test
  void whatIsWrittenIsReadBack() {
    Seeds.each(
        200,
        random -> {
          Manifest manifest = Manifests.random(random, 40);
          byte[] bytes = ManifestCodec.encode(manifest);
          assertThat(ManifestCodec.decode("test", bytes)).isEqualTo(manifest);
          assertThat(ManifestCodec.generation("test", bytes, bytes.length))
              .isEqualTo(manifest.generation());
        });
  }

  @Test
  void everyFlippedBitIsFound() {
    byte[] bytes = ManifestCodec.encode(SAMPLE);
    for (int bit = 0; bit < bytes.length * 8; bit++) {
      byte[] damaged = bytes.clone();
      damaged[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(failure(damaged)).as("bit " + bit).isEqualTo(Fault.CORRUPT);
    }
  }

  @Test
  void everyTruncationAndAppendixIsFound() {
    byte[] bytes = ManifestCodec.encode(SAMPLE);
    for (int length = 0; length < bytes.length; length++) {
      assertThat(failure(Arrays.copyOf(bytes, length)))
          .as("length " + length)
          .isEqualTo(Fault.CORRUPT);
    }
    assertThat(failure(Arrays.copyOf(bytes, bytes.length + 1))).isEqualTo(Fault.CORRUPT);
  }

  @Test
  void aNewerFormatIsNamedAsSuch() {
    byte[] bytes = ManifestCodec.encode(SAMPLE);
    bytes[8] = 2;
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, ManifestCodec.HEADER_SIZE - 4);
    ByteWriter checksum = new ByteWriter().u32((int) crc.getValue());
    System.arraycopy(checksum.array(), 0, bytes, ManifestCodec.HEADER_SIZE - 4, 4);
    assertThat(failure(bytes)).isEqualTo(Fault.TOO_NEW);
  }

  @Test
  void bytesWithTheRightChecksumAreStillValidated() {
    Seeds.each(
        2000,
        random -> {
          byte[] bytes = ManifestCodec.encode(SAMPLE);
          int end = bytes.length - 32;
          int at = random.nextInt(ManifestCodec.HEADER_SIZE, end);
          bytes[at] = (byte) random.nextInt();
          sign(bytes, end);
          try {
            assertThat(ManifestCodec.encode(ManifestCodec.decode("test", bytes))).isEqualTo(bytes);
          } catch (VolaryException e) {
            assertThat(e.fault()).isEqualTo(Fault.CORRUPT);
          }
        });
  }

  @Test
  void aHugeCountIsRefusedBeforeRoomIsMade() {
    ByteWriter body = new ByteWriter();
    byte[] bytes = ManifestCodec.encode(Manifest.empty());
    body.bytes(bytes, 0, ManifestCodec.HEADER_SIZE).varint(1).varint(1).varint(Manifest.MAX_PACKS);
    byte[] signed = Arrays.copyOf(body.toByteArray(), body.size() + 32);
    sign(signed, body.size());
    assertThat(failure(signed)).isEqualTo(Fault.CORRUPT);
  }

  @Test
  void aManifestThatContradictsItselfCannotBe() {
    PackInfo pack = pack(0, PackKind.DATA, 0);
    IndexInfo index = new IndexInfo(new UniqueName(1, 1), 100, 1, List.of(0L));
    IndexInfo other = new IndexInfo(new UniqueName(1, 2), 100, 1, List.of(0L));
    assertThat(new Manifest(1, 1, 0, List.of(pack), List.of(index)).pack(0)).contains(pack);
    refused(() -> new Manifest(1, 0, 0, List.of(pack), List.of(index)), "never given");
    refused(() -> new Manifest(1, 1, 0, List.of(pack), List.of()), "no index");
    refused(() -> new Manifest(1, 1, 0, List.of(), List.of(index)), "not listed");
    refused(() -> new Manifest(1, 1, 0, List.of(pack), List.of(index, other)), "two indexes cover");
    refused(() -> new Manifest(1, 1, 0, List.of(pack), List.of(index, index)), "are named");
    refused(() -> new Manifest(1, 1, 0, List.of(pack, pack), List.of(index)), "out of order");
  }

  private static void refused(Runnable making, String problem) {
    assertThatThrownBy(making::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(problem);
  }

  private static void sign(byte[] bytes, int end) {
    var digest = ObjectHash.sha256();
    digest.update(bytes, 0, end);
    System.arraycopy(digest.digest(), 0, bytes, end, 32);
  }

  private static Fault failure(byte[] bytes) {
    return catchThrowableOfType(
            VolaryException.class, () -> ManifestCodec.decode("test manifest", bytes))
        .fault();
  }
}

package dev.volary.core.store.pack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volary.core.hash.ObjectHash;
import dev.volary.core.hash.ObjectKind;
import dev.volary.core.object.NewObject;
import dev.volary.fixtures.Seeds;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/// Coding and decoding give back the same bytes, and pay where they should.
final class CompressionTest {
  @Test
  void comesBackThroughEveryCodec() {
    Seeds.each(
        60,
        random -> {
          byte[] plain = bytes(random);
          for (FrameRecord frame : Compression.frames(ObjectKind.CHUNK, List.of(object(plain)))) {
            assertThat(Compression.plain("frame", frame)).isEqualTo(plain);
          }
          FrameRecord archived = Compression.archive(ObjectKind.CHUNK, List.of(object(plain)));
          assertThat(Compression.plain("archive", archived)).isEqualTo(plain);
          byte[] base = bytes(random);
          byte[] delta = Compression.delta(plain, base);
          assertThat(Compression.undelta("delta", delta, base, plain.length)).isEqualTo(plain);
        });
  }

  private static NewObject object(byte[] plain) {
    return new NewObject(
        ObjectHash.of(ObjectKind.CHUNK, plain), ObjectKind.CHUNK, plain, List.of());
  }

  private static byte[] bytes(RandomGenerator random) {
    byte[] out = Seeds.bytes(random, random.nextInt(1 << random.nextInt(21)));
    int alphabet = 1 + random.nextInt(256);
    for (int i = 0; i < out.length; i++) {
      out[i] = (byte) ((out[i] & 0xff) % alphabet);
    }
    return out;
  }

  @Test
  void takesABaseThatLooksLikeAStructuredDictionary() {
    byte[] base = Seeds.bytes(Seeds.generator(7), 50_000);
    System.arraycopy(new byte[] {0x37, (byte) 0xa4, 0x30, (byte) 0xec}, 0, base, 0, 4);
    byte[] plain = base.clone();
    plain[20_000]++;
    byte[] delta = Compression.delta(plain, base);
    assertThat(delta).hasSizeLessThan(100);
    assertThat(Compression.undelta("delta", delta, base, plain.length)).isEqualTo(plain);
  }

  @Test
  void findsWhatAnyPartOfTheBaseHas() {
    for (int size : new int[] {1_000, 65_536, 100_000, 262_144, 600_000}) {
      byte[] base = Seeds.bytes(Seeds.generator(size), size);
      byte[] plain = base.clone();
      for (int i = 0; i < 6; i++) {
        plain[size / 7 * (i + 1)]++;
      }
      assertThat(Compression.delta(plain, base)).as("size %d", size).hasSizeLessThan(120);
    }
  }

  @Test
  void passesOverWhatIsRandom() {
    byte[] noise = Seeds.bytes(Seeds.generator(1), 65_536);
    byte[] text = SamplePacks.lines(0, 2_000).getBytes(StandardCharsets.UTF_8);
    assertThat(Compression.looksRandom(noise)).isTrue();
    assertThat(Compression.looksRandom(text)).isFalse();
    List<FrameRecord> frames =
        Compression.frames(ObjectKind.CHUNK, List.of(object(noise), object(text)));
    assertThat(frames).extracting(FrameRecord::codec).containsExactly(Codec.ZSTD, Codec.RAW);
  }
}

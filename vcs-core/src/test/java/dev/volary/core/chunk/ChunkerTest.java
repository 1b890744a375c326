package dev.volary.core.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volary.core.io.ByteString;
import dev.volary.fixtures.Seeds;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Cuts are bounded, found again after a change, and the same for ever.
final class ChunkerTest {
  private static final int SIZE = 3 << 20;

  private static List<Integer> cuts(byte[] data) {
    List<Integer> lengths = new ArrayList<>();
    for (int from = 0; from < data.length; from += lengths.getLast()) {
      lengths.add(Chunker.cut(data, from, data.length, true));
    }
    return lengths;
  }

  /// Data of several textures: random, text-like, repeating, zero.
  private static byte[] data(RandomGenerator random, int size) {
    byte[] data = new byte[size];
    int i = 0;
    while (i < size) {
      int end = Math.min(size, i + 1 + random.nextInt(400_000));
      int texture = random.nextInt(4);
      int period = 1 + random.nextInt(9000);
      for (int start = i; i < end; i++) {
        data[i] =
            switch (texture) {
              case 0 -> (byte) random.nextInt();
              case 1 -> (byte) ('a' + random.nextInt(20));
              case 2 -> i - start < period ? (byte) random.nextInt() : data[i - period];
              default -> 0;
            };
      }
    }
    return data;
  }

  @Test
  void theCutsOfFormatOneNeverChange() throws IOException {
    List<String> lines = new ArrayList<>();
    for (long seed = 1; seed <= 8; seed++) {
      byte[] data = data(Seeds.generator(seed), SIZE);
      String lengths = cuts(data).stream().map(String::valueOf).collect(Collectors.joining(" "));
      lines.add(seed + ": " + lengths);
    }
    try (InputStream golden = ChunkerTest.class.getResourceAsStream("cuts-1.txt")) {
      String expected = new String(golden.readAllBytes(), StandardCharsets.US_ASCII);
      assertThat(String.join("\n", lines) + "\n").isEqualTo(expected);
    }
  }

  @Test
  void chunksAreBoundedAndCoverTheData() {
    Seeds.each(
        20,
        random -> {
          byte[] data = data(random, random.nextInt(SIZE));
          List<Integer> cuts = cuts(data);
          assertThat(cuts.stream().mapToInt(Integer::intValue).sum()).isEqualTo(data.length);
          assertThat(cuts).allMatch(length -> length > 0 && length <= Chunker.MAX);
          if (cuts.size() > 1) {
            assertThat(cuts.subList(0, cuts.size() - 1)).allMatch(length -> length >= Chunker.MIN);
          }
        });
  }

  @Test
  void theAverageIsAboutSixtyFourKibibytes() {
    byte[] data = Seeds.bytes(Seeds.generator(3), 16 << 20);
    assertThat(data.length / cuts(data).size()).isBetween(56 << 10, 84 << 10);
  }

  @Test
  void cutsDoNotDependOnTheBuffer() {
    Seeds.each(
        10,
        random -> {
          byte[] data = data(random, random.nextInt(SIZE));
          List<Integer> lengths = new ArrayList<>();
          int filled = 0;
          int from = 0;
          int shift = random.nextInt(100);
          while (from < data.length) {
            filled = Math.min(data.length, filled + random.nextInt(100_000));
            byte[] buffer = new byte[shift + filled - from + random.nextInt(9)];
            System.arraycopy(data, from, buffer, shift, filled - from);
            int length = Chunker.cut(buffer, shift, shift + filled - from, filled == data.length);
            if (length > 0) {
              lengths.add(length);
              from += length;
            } else {
              assertThat(filled - from).isLessThan(Chunker.MAX);
            }
          }
          assertThat(lengths).isEqualTo(cuts(data));
        });
  }

  @Test
  void anInsertionChangesFewChunks() {
    Seeds.each(
        10,
        random -> {
          byte[] data = Seeds.bytes(random, SIZE);
          int at = random.nextInt(SIZE);
          byte[] longer = new byte[SIZE + 1 + random.nextInt(1000)];
          random.nextBytes(longer);
          System.arraycopy(data, 0, longer, 0, at);
          System.arraycopy(data, at, longer, longer.length - (SIZE - at), SIZE - at);
          Set<ByteString> chunks = chunks(longer);
          chunks.removeAll(chunks(data));
          assertThat(chunks).hasSizeLessThanOrEqualTo(6);
        });
  }

  @Test
  void nothingIsCutFromNothing() {
    assertThat(Chunker.cut(new byte[9], 4, 4, true)).isZero();
    assertThat(Chunker.cut(new byte[9], 4, 4, false)).isZero();
    assertThat(Chunker.cut(new byte[9], 4, 9, true)).isEqualTo(5);
    assertThat(Chunker.cut(new byte[9], 4, 9, false)).isZero();
  }

  private static Set<ByteString> chunks(byte[] data) {
    Set<ByteString> chunks = new HashSet<>();
    int from = 0;
    for (int length : cuts(data)) {
      chunks.add(ByteString.of(data, from, length));
      from += length;
    }
    return chunks;
  }
}

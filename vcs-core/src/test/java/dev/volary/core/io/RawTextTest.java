package dev.volary.core.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/// Any bytes survive the way through a string.
final class RawTextTest {
  @Test
  void utf8IsReadAsItself() {
    assertThat(RawText.decode(ByteString.utf8("é €𝄞\n"))).isEqualTo("é €𝄞\n");
  }

  @Test
  void randomBytesSurvive() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[random.nextInt(12)];
      for (int k = 0; k < bytes.length; k++) {
        bytes[k] = (byte) (random.nextBoolean() ? 0xc0 + random.nextInt(64) : random.nextInt(256));
      }
      ByteString raw = ByteString.of(bytes);
      assertThat(RawText.encode(RawText.decode(raw))).as("seed %d", seed).isEqualTo(raw);
    }
  }
}

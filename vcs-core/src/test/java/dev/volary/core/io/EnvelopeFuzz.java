package dev.volary.core.io;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.volary.core.error.VolaryException;

/// Whatever stands in a small file, opening it ends in its body or in a sentence; and what opens,
/// seals to the same bytes again.
final class EnvelopeFuzz {
  private static final Envelope ENVELOPE = new Envelope("FUZZ", 1, 1 << 16);

  @FuzzTest
  void opensOrSaysWhyNot(FuzzedDataProvider data) {
    boolean wellFormed = data.consumeBoolean();
    byte[] bytes = data.consumeRemainingAsBytes();
    byte[] file = wellFormed ? ENVELOPE.seal(new ByteWriter(bytes.length).bytes(bytes)) : bytes;
    try {
      ByteReader reader = ENVELOPE.open("a file", file);
      byte[] body = reader.bytes(reader.remaining());
      assertThat(ENVELOPE.seal(new ByteWriter(body.length).bytes(body))).isEqualTo(file);
    } catch (VolaryException e) {
      assertThat(wellFormed && bytes.length <= 1 << 16).as(e.getMessage()).isFalse();
    }
  }
}

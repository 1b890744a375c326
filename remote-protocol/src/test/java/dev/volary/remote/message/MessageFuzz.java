package dev.volary.remote.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.volary.core.error.VolaryException;
import dev.volary.core.io.ByteWriter;
import dev.volary.core.io.Envelope;

/// Whatever stands in a message, reading it ends in a message that is written the same way again,
/// or in a sentence.
final class MessageFuzz {
  @FuzzTest
  void isReadOrRefused(FuzzedDataProvider data) {
    Samples.Kind<?> kind = Samples.KINDS.get(data.consumeInt(0, Samples.KINDS.size() - 1));
    byte[] body = data.consumeRemainingAsBytes();
    Envelope envelope = new Envelope(kind.magic(), 1, Integer.MAX_VALUE);
    readAgain(kind, envelope.seal(new ByteWriter(body.length).bytes(body)));
  }

  private static <T> void readAgain(Samples.Kind<T> kind, byte[] bytes) {
    try {
      assertThat(kind.writer().apply(kind.reader().apply(bytes))).isEqualTo(bytes);
    } catch (VolaryException e) {
      assertThat(e).hasMessageContaining(" ");
    }
  }
}

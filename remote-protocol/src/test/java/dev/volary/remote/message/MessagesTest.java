package dev.volary.remote.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.RefName;
import dev.volary.core.io.ByteWriter;
import dev.volary.core.io.Envelope;
import dev.volary.fixtures.Seeds;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/// What every kind of message has in common, and the limits of each.
final class MessagesTest {
  @Test
  void areReadAsTheyWereWritten() {
    Seeds.each(50, random -> Samples.KINDS.forEach(kind -> roundTrip(kind, random)));
  }

  private static <T> void roundTrip(Samples.Kind<T> kind, RandomGenerator random) {
    T message = kind.draw().apply(new Samples(random));
    byte[] bytes = kind.writer().apply(message);
    assertThat(new String(bytes, 0, 4, StandardCharsets.US_ASCII)).isEqualTo(kind.magic());
    assertThat(kind.reader().apply(bytes)).isEqualTo(message);
  }

  @Test
  void anyChangedOrMissingByteIsSeen() {
    Seeds.each(20, random -> Samples.KINDS.forEach(kind -> hurt(kind, random)));
  }

  private static <T> void hurt(Samples.Kind<T> kind, RandomGenerator random) {
    byte[] bytes = kind.writer().apply(kind.draw().apply(new Samples(random)));
    byte[] cut = Arrays.copyOf(bytes, random.nextInt(bytes.length));
    byte[] flipped = bytes.clone();
    flipped[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    for (byte[] damaged : List.of(cut, flipped)) {
      assertThatThrownBy(() -> kind.reader().apply(damaged)).isInstanceOf(VolaryException.class);
    }
  }

  /// The first version's bytes, which every later program must read.
  @Test
  void standAsWrittenDown() throws IOException {
    for (Samples.Kind<?> kind : Samples.KINDS) {
      standsAsWrittenDown(kind);
    }
  }

  private static <T> void standsAsWrittenDown(Samples.Kind<T> kind) throws IOException {
    T sample = kind.draw().apply(new Samples(Seeds.generator(1)));
    String name = "v1/" + kind.magic() + ".hex";
    try (InputStream in = MessagesTest.class.getResourceAsStream(name)) {
      assertThat(in).as(name).isNotNull();
      String hex = new String(in.readAllBytes(), StandardCharsets.US_ASCII).strip();
      assertThat(HexFormat.of().formatHex(kind.writer().apply(sample))).isEqualTo(hex);
      assertThat(kind.reader().apply(HexFormat.of().parseHex(hex))).isEqualTo(sample);
    }
  }

  @Test
  void aCountAsksForNoMoreMemoryThanWasSent() {
    Envelope envelope = new Envelope("VOLI", 1, ObjectList.MAX_BYTES);
    byte[] bytes = envelope.seal(new ByteWriter().varint(TransferLimits.MAX_OBJECTS).u8(1));

    assertThatThrownBy(() -> ObjectList.read(bytes))
        .isInstanceOf(VolaryException.class)
        .extracting(e -> ((VolaryException) e).fault())
        .isEqualTo(Fault.CORRUPT);
  }

  @Test
  void aNewerVersionIsToldApart() {
    byte[] bytes = new Envelope("VOLI", 2, 100).seal(new ByteWriter().varint(0));

    assertThatThrownBy(() -> ObjectList.read(bytes))
        .isInstanceOf(VolaryException.class)
        .extracting(e -> ((VolaryException) e).fault())
        .isEqualTo(Fault.TOO_NEW);
  }

  @Test
  void whatNoRecordAllowsIsRefused() {
    byte[] wrongName =
        new Envelope("VPBN", 1, 1000)
            .seal(
                new ByteWriter().u8(0).u8(0).varint(1).varint(3).bytes(new byte[] {'a', 'b', 'c'}));

    assertThatThrownBy(() -> PushBegun.read(wrongName))
        .isInstanceOf(VolaryException.class)
        .hasMessageContaining("push begun");
  }

  @Test
  void longObjectionsAreShortenedBetweenCharacters() {
    CommandVerdict verdict = CommandVerdict.denied(RefName.branch("main"), "ä".repeat(5000));

    assertThat(verdict.objection().orElseThrow().text())
        .endsWith("ä...")
        .satisfies(text ->
            assertThat(text.getBytes(StandardCharsets.UTF_8).length)
                .isLessThanOrEqualTo(TransferLimits.MAX_SENTENCE_BYTES));
  }
}

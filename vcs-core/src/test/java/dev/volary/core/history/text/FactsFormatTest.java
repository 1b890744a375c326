package dev.volary.core.history.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.history.Consistency;
import dev.volary.core.history.Facts;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The text of facts: one way to write them, and no other is read.
final class FactsFormatTest {
  private static final String TEXT =
      """
      volary-facts 1
      root 00000000000000010000000000000002000000000000000300000000000000ff
      entries 12
      bytes 34567
      captured 2026-11-17T23:32:15.000000001Z
      consistency paused
      method docker:shop-db-1
      pause-millis 87
      """;

  private static final Facts FACTS =
      new Facts(
          new ObjectId(1, 2, 3, 255),
          12,
          34567,
          Instant.parse("2026-11-17T23:32:15.000000001Z"),
          new Consistency(Consistency.Level.PAUSED, "docker:shop-db-1", 87));

  @Test
  void isTheGoldenText() {
    assertThat(new String(FactsFormat.format(FACTS), UTF_8)).isEqualTo(TEXT);
    assertThat(FactsFormat.parse(TEXT.getBytes(UTF_8), "test")).isEqualTo(FACTS);
  }

  @Test
  void keepsTheRulesInForce() {
    Facts ruled =
        new Facts(
            FACTS.root(),
            FACTS.entries(),
            FACTS.bytes(),
            FACTS.captured(),
            FACTS.consistency(),
            new Facts.Policy(Optional.of("postgres"), List.of("*.log", "!keep.log", "preset x")));
    String text = TEXT + "preset postgres\nignore *.log\nignore !keep.log\nignore preset x\n";
    assertThat(new String(FactsFormat.format(ruled), UTF_8)).isEqualTo(text);
    assertThat(FactsFormat.parse(text.getBytes(UTF_8), "test")).isEqualTo(ruled);
    fails(Fault.CORRUPT, (TEXT + "ignore a\npreset postgres\n").getBytes(UTF_8));
    fails(Fault.CORRUPT, (TEXT + "ignore \n").getBytes(UTF_8));
    fails(Fault.CORRUPT, (TEXT + "allow a\n").getBytes(UTF_8));
  }

  @Test
  void readsNothingElse() {
    List<String> bad =
        List.of(
            "",
            TEXT.substring(1),
            TEXT + "\n",
            TEXT.strip(),
            TEXT.replace("entries 12", "entries 012"),
            TEXT.replace("entries 12", "entries -1"),
            TEXT.replace("bytes 34567", "bytes 99999999999999999999"),
            TEXT.replace("0000ff", "0000FF"),
            TEXT.replace("0000ff", "0000f"),
            TEXT.replace("paused", "sleepy"),
            TEXT.replace("2026-11-17T23", "2026-11-17T25"),
            TEXT.replace("15.000000001Z", "15.0Z"),
            TEXT.replace("docker", "\u0007ocker"),
            TEXT.replace("millis 87", "millis"),
            TEXT.replace("bytes", "Bytes"));
    for (String text : bad) {
      fails(Fault.CORRUPT, text.getBytes(UTF_8));
    }
    fails(Fault.CORRUPT, new byte[] {(byte) 0xff, 10});
    fails(Fault.CORRUPT, new byte[FactsFormat.MAX_BYTES + 1]);
    fails(Fault.TOO_NEW, TEXT.replace("facts 1", "facts 2").getBytes(UTF_8));
  }

  private static void fails(Fault fault, byte[] text) {
    assertThatThrownBy(() -> FactsFormat.parse(text, "test"))
        .isInstanceOfSatisfying(
            VolaryException.class,
            e -> assertThat(e.fault()).as(new String(text, UTF_8)).isEqualTo(fault));
  }
}

package dev.volary.core.reach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.CommitId;
import dev.volary.fixtures.Seeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What was recorded of commits is kept through crashes, and damage is never taken for a fact.
final class CompletenessTest {
  private static final CommitId FIRST = CommitId.hex("0123456789abcdef0123456789abcdef01234567");
  private static final CommitId SECOND = CommitId.hex("f000000000000000000000000000000000000001");

  private static final String GOLDEN =
      "56434d500100000000b18156e2" + "0123456789abcdef0123456789abcdef01234567" + "01" + "bc2cd9";

  @TempDir Path folder;
  private Completeness completeness;
  private Path file;

  @BeforeEach
  void open() {
    completeness = Completeness.of(folder, Duration.ofMinutes(1));
    file = folder.resolve("completeness");
  }

  @Test
  void withoutARecordNothingIsKnown() throws IOException {
    assertThat(completeness.of(FIRST)).isEmpty();
    assertThat(completeness.all()).isEmpty();
  }

  @Test
  void theLastRecordCounts() throws IOException {
    completeness.record(FIRST, Completion.NOT_FETCHED);
    completeness.record(SECOND, Completion.COMPLETE);
    completeness.record(FIRST, Completion.COMPLETE);
    completeness.record(FIRST, Completion.EXPIRED);
    assertThat(completeness.of(FIRST)).contains(Completion.EXPIRED);
    assertThat(completeness.of(SECOND)).contains(Completion.COMPLETE);
    long size = Files.size(file);
    completeness.record(FIRST, Completion.EXPIRED);
    assertThat(Files.size(file)).as("nothing new").isEqualTo(size);
  }

  @Test
  void theBytesOfVersionOneStayAsTheyAre() throws IOException {
    completeness.record(FIRST, Completion.COMPLETE);
    assertThat(HexFormat.of().formatHex(Files.readAllBytes(file))).isEqualTo(GOLDEN);
  }

  @Test
  void aLongHistoryOfChangesStaysCompact() throws IOException {
    Seeds.each(
        2,
        random -> {
          Files.deleteIfExists(file);
          Map<CommitId, Completion> model = new HashMap<>();
          for (int i = 0; i < 40; i++) {
            Map<CommitId, Completion> news = new HashMap<>();
            for (int k = 0; k < 100; k++) {
              news.put(commit(random), Completion.of(1 + random.nextInt(3), "test"));
            }
            completeness.record(news);
            model.putAll(news);
          }
          assertThat(completeness.all()).isEqualTo(model);
          assertThat(Files.size(file)).isLessThan(24L * (2 * 150 + 1000 + 100));
        });
  }

  private static CommitId commit(RandomGenerator random) {
    return new CommitId(random.nextInt(150), 7, -1);
  }

  @Test
  void everyAppendCutShortIsPassedOverAndMended() throws IOException {
    completeness.record(FIRST, Completion.COMPLETE);
    byte[] before = Files.readAllBytes(file);
    completeness.record(SECOND, Completion.COMPLETE);
    byte[] after = Files.readAllBytes(file);
    for (int length = before.length; length < after.length; length++) {
      for (int zeros = 0; zeros < 60; zeros += 7) {
        byte[] torn = Arrays.copyOf(Arrays.copyOf(after, length), length + zeros);
        if (length + 3 > after.length && zeros > 0) {
          continue; // the check itself is torn: told as damage, for a flipped bit looks the same
        }
        Files.write(file, torn);
        assertThat(completeness.all()).isEqualTo(Map.of(FIRST, Completion.COMPLETE));
      }
      completeness.record(SECOND, Completion.EXPIRED);
      assertThat(completeness.all())
          .isEqualTo(Map.of(FIRST, Completion.COMPLETE, SECOND, Completion.EXPIRED));
      assertThat(Files.size(file)).isEqualTo(after.length);
    }
  }

  @Test
  void everyFlippedBitIsDamage() throws IOException {
    completeness.record(FIRST, Completion.COMPLETE);
    completeness.record(SECOND, Completion.EXPIRED);
    byte[] bytes = Files.readAllBytes(file);
    for (int bit = 0; bit < bytes.length * 8; bit++) {
      byte[] damaged = bytes.clone();
      damaged[bit / 8] ^= (byte) (1 << bit % 8);
      Files.write(file, damaged);
      assertThatThrownBy(completeness::all)
          .as("bit " + bit)
          .isInstanceOfSatisfying(
              VolaryException.class, e -> assertThat(e.fault().exitCode()).isEqualTo(8));
      VolaryException refused = refusal();
      assertThat(refused.fault().exitCode()).as("nor is it written to").isEqualTo(8);
    }
  }

  private VolaryException refusal() throws IOException {
    try {
      completeness.record(FIRST, Completion.EXPIRED);
    } catch (VolaryException e) {
      return e;
    }
    return new VolaryException(Fault.USAGE, "it was written to");
  }
}

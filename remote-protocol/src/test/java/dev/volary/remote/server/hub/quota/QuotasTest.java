package dev.volary.remote.server.hub.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.remote.message.hub.HubQuota;
import dev.volary.remote.server.Allowance;
import dev.volary.remote.server.Rights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What counts against which limit, and that it stays so in the file.
final class QuotasTest {
  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  @TempDir private Path folder;
  private Instant now = START;
  private Quotas quotas;

  @BeforeEach
  void open() {
    quotas = opened();
  }

  private Quotas opened() {
    return new Quotas(folder, folder.resolve("quotas"), () -> now);
  }

  private void charge(String volume, String user, String push, long bytes) throws IOException {
    quotas.charge(volume, user, new Rights.Charge(push, bytes, open -> open.equals("open")));
  }

  private void limit(String of, long bytes) throws IOException {
    quotas.limit(of, OptionalLong.of(bytes));
  }

  private Optional<Long> used(String of) throws IOException {
    return opened().one(of).usedBytes();
  }

  @Test
  void theNearestLimitHolds() throws IOException {
    assertThat(quotas.allowances("team/a", "anna", "")).isEmpty();
    limit("*", 10);
    limit("team/*", 20);
    limit("team/a", 30);
    limit("user:*", 40);
    limit("user:anna", 50);
    assertThat(opened().allowances("team/a", "anna", ""))
        .containsExactly(
            new Allowance("team/a", Allowance.Scope.VOLUME, 30, 0),
            new Allowance("anna", Allowance.Scope.PRINCIPAL, 50, 0));
    assertThat(quotas.allowances("team/b", "ben", ""))
        .extracting(Allowance::limitBytes)
        .containsExactly(20L, 40L);
    assertThat(quotas.allowances("other/b", "ben", ""))
        .extracting(Allowance::limitBytes)
        .containsExactly(10L, 40L);
    quotas.limit("team/a", OptionalLong.empty());
    assertThat(quotas.one("team/a").limitBytes()).contains(20L);
  }

  @Test
  void aPushCountsOnceHoweverOftenItIsCounted() throws IOException {
    charge("team/a", "anna", "open", 100);
    quotas = opened();
    charge("team/a", "anna", "open", 120);
    assertThat(used("team/a")).contains(120L);
    limit("team/a", 150);
    assertThat(quotas.allowances("team/a", "anna", "open").getFirst().usedBytes()).isZero();
    assertThat(quotas.allowances("team/a", "anna", "other").getFirst().usedBytes()).isEqualTo(120);
    charge("team/a", "ben", "other", 5);
    assertThat(used("team/a")).contains(125L);
    assertThat(used("user:anna")).contains(120L);
    assertThat(used("user:ben")).contains(5L);
  }

  @Test
  void whoCanNotBeCountedAgainIsForgotten() throws IOException {
    charge("team/a", "anna", "closed", 1);
    charge("team/a", "anna", "", 1);
    assertThat(Files.readString(folder.resolve("quotas"))).doesNotContain("closed");
    assertThat(used("team/a")).contains(2L);
  }

  @Test
  void aDeletedVolumeCountsForItsUsersAsLongAsItIsKept() throws IOException {
    charge("team/a", "anna", "", 70);
    charge("team/b", "anna", "", 7);
    quotas.deleted("team/a", now.plus(Duration.ofDays(7)));
    assertThat(used("team/a")).contains(0L);
    assertThat(used("user:anna")).contains(77L);
    assertThat(quotas.all()).extracting(HubQuota::of).containsExactly("team/b", "user:anna");
    now = now.plus(Duration.ofDays(7));
    assertThat(used("user:anna")).contains(7L);
    charge("team/b", "anna", "", 1);
    assertThat(Files.readString(folder.resolve("quotas"))).doesNotContain("team/a");
  }

  @Test
  void whatIsMeasuredCounts() throws IOException {
    charge("team/a", "anna", "", 300);
    charge("team/a", "ben", "", 100);
    charge("team/b", "ben", "", 9);
    quotas.measured("team/a", 200, 400);
    assertThat(used("team/a")).contains(200L);
    assertThat(used("user:anna")).contains(150L);
    assertThat(used("user:ben")).contains(59L);
    quotas.measured("team/a", 1000, 200);
    assertThat(used("team/a")).contains(1000L);
    assertThat(used("user:anna")).contains(150L);
    quotas.measured("team/a", 0, 1000);
    assertThat(used("team/a")).contains(0L);
    assertThat(used("user:ben")).contains(9L);
  }

  @Test
  void whatLandsWhileAVolumeIsMeasuredCountsToo() throws IOException {
    charge("team/a", "anna", "", 300);
    long before = used("team/a").orElseThrow();
    charge("team/a", "ben", "", 50);
    quotas.measured("team/a", 200, before);
    assertThat(used("team/a")).contains(250L);
  }

  @Test
  void aPushOfWhichNothingLandedCountsForNothing() throws IOException {
    charge("team/a", "anna", "open", 300);
    charge("team/a", "anna", "open", 0);
    assertThat(used("team/a")).contains(0L);
    charge("team/a", "anna", "", 20);
    charge("team/a", "anna", "", -20);
    assertThat(used("user:anna")).contains(0L);
  }

  @Test
  void aFileThatIsDamagedIsNotTakenForNoLimits() throws IOException {
    limit("*", 10);
    for (String text : List.of("{}", "{\"kind\":\"limit\",\"of\":\"*\"}", "x")) {
      Files.writeString(folder.resolve("quotas"), text + "\n");
      assertThatThrownBy(() -> quotas.allowances("team/a", "anna", ""))
          .isInstanceOfSatisfying(
              VolaryException.class, e -> assertThat(e.fault()).isEqualTo(Fault.CORRUPT));
    }
  }
}

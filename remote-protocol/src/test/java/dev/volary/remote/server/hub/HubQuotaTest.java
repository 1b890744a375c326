package dev.volary.remote.server.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.CommitId;
import dev.volary.core.history.GitObjectId;
import dev.volary.core.history.RefName;
import dev.volary.core.operation.GarbageCollection;
import dev.volary.remote.client.RefOutcome;
import dev.volary.remote.message.PushBegin;
import dev.volary.remote.message.PushBegun;
import dev.volary.remote.message.RefCommand;
import dev.volary.remote.message.hub.AccessChange;
import dev.volary.remote.message.hub.HubQuota;
import dev.volary.remote.message.json.JsonObject;
import dev.volary.remote.server.ServedDepot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Quotas of users and volumes: what is over is refused before it moves or as it comes, whoever
/// else pushes at the same time.
final class HubQuotaTest {
  private static final String VOLUME = "team/pgdata";
  private static final String OTHER = "team/other";

  @TempDir private Path folder;
  private final Random random = new Random(7);
  private HubScene scene;

  @BeforeEach
  void open() throws IOException {
    scene = new HubScene(folder);
    scene.join("dan");
    for (String volume : List.of(VOLUME, OTHER)) {
      scene.tell("root", hub -> hub.createVolume(volume));
      scene.ask("root", hub -> hub.change(grant(volume)));
    }
  }

  @AfterEach
  void close() {
    scene.close();
  }

  private static AccessChange grant(String volume) {
    return new AccessChange(
        AccessChange.Kind.GRANT,
        volume,
        Optional.of("refs/heads/*"),
        Optional.of("read,create,push,delete"),
        Optional.of("user:dan"),
        Optional.empty(),
        false);
  }

  private void limit(String of, long bytes) throws IOException {
    scene.ask("root", hub -> hub.setQuota(of, OptionalLong.of(bytes)));
  }

  private HubQuota quota(String of) throws IOException {
    return scene.ask("root", hub -> hub.quotas(Optional.of(of))).getFirst();
  }

  private long used(String of) throws IOException {
    return quota(of).usedBytes().orElseThrow();
  }

  /// Data that takes about so many bytes, since nothing compresses well.
  private String data(int bytes) {
    byte[] raw = new byte[bytes];
    random.nextBytes(raw);
    return new String(raw, StandardCharsets.ISO_8859_1);
  }

  private PushBegin begin(String branch, long planned, boolean dryRun) throws IOException {
    CommitId commit = scene.home("root").commit("plans", branch, branch);
    RefCommand create =
        new RefCommand(
            RefName.branch(branch),
            Optional.empty(),
            Optional.of(GitObjectId.ofCommit(commit)),
            false);
    return new PushBegin(List.of(create), false, dryRun, planned);
  }

  private PushBegun begun(String user, String volume, PushBegin push) {
    return scene.talk(user, volume, there -> there.begin(push));
  }

  private static void isFull(ThrowingCallable call, String... words) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            VolaryException.class, e -> assertThat(e.fault()).isEqualTo(Fault.NO_SPACE))
        .hasMessageContainingAll(words);
  }

  @Test
  void whatIsPlannedOverTheQuotaIsRefusedBeforeAnyOfItMoves() throws IOException {
    limit(VOLUME, 1_000_000);
    List<String> before = scene.served().leftovers();
    String[] said = {"2.00 MB", "the quota of team/pgdata is 1.00 MB", "0 B are", "1.00 MB left"};
    isFull(() -> begun("dan", VOLUME, begin("a", 2_000_000, false)), said);
    isFull(() -> begun("dan", VOLUME, begin("b", 2_000_000, true)), said);
    assertThat(scene.served().leftovers()).isEqualTo(before);
    assertThat(begun("dan", VOLUME, begin("c", 1_000_000, false)).session()).isPresent();
    JsonObject denied =
        scene
            .ask("root", hub -> hub.audit(Map.of("event", "push.denied")))
            .objects("events")
            .getLast();
    assertThat(denied.text("actor")).isEqualTo("dan");
    assertThat(denied.object("facts").orElseThrow().text("code")).isEqualTo("quota");
  }

  @Test
  void twoPushesDoNotClaimTheSameRoom() throws IOException {
    limit(VOLUME, 1_000_000);
    PushBegin first = begin("a", 600_000, false);
    var session = begun("dan", VOLUME, first).session().orElseThrow();
    isFull(
        () -> begun("root", VOLUME, begin("b", 600_000, false)), "400 kB left", "600 kB are used");
    assertThat(begun("dan", VOLUME, first).resumed()).isTrue();
    assertThat(begun("root", OTHER, begin("b", 600_000, false)).session()).isPresent();
    scene.talk(
        "dan",
        VOLUME,
        there -> {
          there.end("push", session);
          return "";
        });
    assertThat(begun("root", VOLUME, begin("c", 600_000, false)).session()).isPresent();
  }

  @Test
  void aUsersRoomIsOneForAllVolumes() throws IOException {
    limit("user:*", 1_000_000);
    begun("dan", VOLUME, begin("a", 600_000, false));
    isFull(() -> begun("dan", OTHER, begin("a", 600_000, false)), "the quota of dan is 1.00 MB");
    assertThat(begun("root", VOLUME, begin("b", 600_000, false)).session()).isPresent();
    List<HubQuota> own = scene.ask("dan", hub -> hub.quotas(Optional.empty()));
    assertThat(own)
        .containsExactly(new HubQuota("user:dan", Optional.of(1_000_000L), Optional.of(0L)));
    for (String of : List.of("user:root", VOLUME, "*", "user:*")) {
      assertThat(scene.refusal("dan", hub -> hub.quotas(Optional.of(of))).fault())
          .isEqualTo(Fault.NOT_PERMITTED);
      assertThat(scene.refusal("dan", hub -> hub.setQuota(of, OptionalLong.empty())).fault())
          .isEqualTo(Fault.NOT_PERMITTED);
    }
  }

  @Test
  void aClaimThatNothingComesOfLapses() throws IOException {
    limit(VOLUME, 1_000_000);
    begun("dan", VOLUME, begin("a", 1_000_000, false));
    PushBegin other = begin("b", 1_000_000, false);
    isFull(() -> begun("root", VOLUME, other), "0 B left");
    scene.served().later(Duration.ofMinutes(16));
    assertThat(begun("root", VOLUME, other).session()).isPresent();
  }

  @Test
  void whatComesOverTheQuotaIsRefusedAndNotKept() throws IOException {
    limit(VOLUME, 60_000);
    List<String> before = scene.served().leftovers();
    scene.home("dan").commit("pgdata", "big", data(100_000));
    // As from somebody who does not say how much is to come.
    isFull(() -> scene.push("dan", VOLUME, "big"), "the quota of team/pgdata is 60.0 kB");
    assertThat(scene.served().leftovers()).isEqualTo(before);
    assertThat(used(VOLUME)).isZero();
    limit(VOLUME, 1_000_000);
    assertThat(scene.push("dan", VOLUME, "big")).allMatch(RefOutcome::isDone);
    // The data, and the history that says it again in its message.
    assertThat(used(VOLUME)).isBetween(200_000L, 300_000L).isEqualTo(used("user:dan"));
    limit(VOLUME, 1);
    assertThat(scene.push("dan", VOLUME, ":refs/heads/big")).allMatch(RefOutcome::isDone);
  }

  @Test
  void bytesCountHoweverManyPushAtOnce() throws Exception {
    limit(VOLUME, 250_000);
    List<Callable<Boolean>> pushes = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      String user = "user" + i;
      scene.join(user);
      AccessChange grant = grant(VOLUME);
      AccessChange his =
          new AccessChange(
              grant.kind(),
              VOLUME,
              grant.pattern(),
              grant.operations(),
              Optional.of("user:" + user),
              Optional.empty(),
              false);
      scene.ask("root", hub -> hub.change(his));
      scene.home(user).commit("pgdata", user, data(40_000));
      pushes.add(() -> {
        try {
          return scene.push(user, VOLUME, user).stream().allMatch(RefOutcome::isDone);
        } catch (VolaryException e) {
          assertThat(e.fault()).isEqualTo(Fault.NO_SPACE);
          return false;
        }
      });
    }
    int landed = 0;
    try (ExecutorService many = Executors.newFixedThreadPool(pushes.size())) {
      for (Future<Boolean> each : many.invokeAll(pushes)) {
        landed += each.get() ? 1 : 0;
      }
    }
    assertThat(landed).isBetween(1, 5);
    assertThat(used(VOLUME)).isBetween(landed * 40_000L, 250_000L);
    long users = 0;
    for (int i = 0; i < 6; i++) {
      users += used("user:user" + i);
    }
    assertThat(users).isEqualTo(used(VOLUME));
    assertThat(Hub.open(scene.depot()).quotas().one(VOLUME)).isEqualTo(quota(VOLUME));
  }

  @Test
  void whatLandedIsCountedAgainWhenBranchesAreGone() throws IOException {
    scene.home("dan").commit("pgdata", "main", data(50_000));
    scene.home("dan").commit("pgdata", "gone", data(90_000));
    assertThat(scene.push("dan", VOLUME, "main", "gone")).allMatch(RefOutcome::isDone);
    long both = used(VOLUME);
    assertThat(scene.push("dan", VOLUME, ":refs/heads/gone")).allMatch(RefOutcome::isDone);
    assertThat(used(VOLUME)).isEqualTo(both);
    scene.served().later(Duration.ofDays(400));
    new GarbageCollection(scene.depot(), ServedDepot.AUTHOR)
        .run(new GarbageCollection.Request(true, false));
    HubQuota left = scene.ask("root", hub -> hub.recount(VOLUME));
    assertThat(left.usedBytes().orElseThrow()).isBetween(50_000L, both - 90_000);
    assertThat(scene.refusal("dan", hub -> hub.recount(VOLUME)).fault())
        .isEqualTo(Fault.NOT_PERMITTED);
  }
}

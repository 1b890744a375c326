package dev.volary.remote.server.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volary.core.error.Fault;
import dev.volary.core.history.CommitId;
import dev.volary.core.history.LogQuery;
import dev.volary.core.operation.DepotCheck;
import dev.volary.core.operation.GarbageCollection;
import dev.volary.core.verify.VerifyProgress;
import dev.volary.remote.client.RefOutcome;
import dev.volary.remote.client.hub.HubClient;
import dev.volary.remote.client.hub.HubClient.Question;
import dev.volary.remote.message.hub.AccessAnswer;
import dev.volary.remote.message.hub.AccessChange;
import dev.volary.remote.message.hub.AccessChange.Kind;
import dev.volary.remote.message.hub.AccessChange.Protecting;
import dev.volary.remote.message.hub.HubToken;
import dev.volary.remote.message.hub.TokenScope;
import dev.volary.remote.message.json.JsonObject;
import dev.volary.remote.server.ServedDepot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A hub over HTTP: who gets in, who may what, what is refused and what is written down.
final class HubTest {
  private static final String VOLUME = "team/pgdata";

  @TempDir private Path folder;
  private HubScene scene;

  @BeforeEach
  void open() throws IOException {
    scene = new HubScene(folder);
  }

  @AfterEach
  void close() {
    scene.close();
  }

  private static AccessChange grant(String volume, String pattern, String operations, String to) {
    return new AccessChange(
        Kind.GRANT,
        volume,
        Optional.of(pattern),
        Optional.of(operations),
        Optional.of(to),
        Optional.empty(),
        false);
  }

  private static AccessChange protect(String pattern, Protecting how) {
    return new AccessChange(
        Kind.PROTECT,
        VOLUME,
        Optional.of(pattern),
        Optional.empty(),
        Optional.empty(),
        Optional.of(how),
        false);
  }

  /// Lea owns a volume with a first commit; dan is a dev who may create and push there.
  private CommitId team() throws IOException {
    scene.join("lea", "leads");
    scene.join("dan", "devs");
    AccessChange mayCreate =
        new AccessChange(
            Kind.GRANT,
            "team/*",
            Optional.empty(),
            Optional.of("volume.create"),
            Optional.of("group:leads"),
            Optional.empty(),
            false);
    scene.ask("root", hub -> hub.change(mayCreate));
    scene.tell("lea", hub -> hub.createVolume(VOLUME));
    CommitId first = scene.home("lea").commit("pgdata", "main", "one");
    assertThat(scene.push("lea", VOLUME, "main")).allMatch(RefOutcome::isDone);
    scene.ask(
        "lea", hub -> hub.change(grant(VOLUME, "refs/heads/*", "read,create,push", "group:devs")));
    return first;
  }

  private List<JsonObject> events(String event) throws IOException {
    return scene
        .ask("root", hub -> hub.audit(Map.of("event", event, "limit", "1000")))
        .objects("events");
  }

  @Test
  void tokensReachNoFurtherThanTheyWereMadeTo() throws IOException {
    team();
    TokenScope reading =
        new TokenScope(
            List.of("team/*"),
            List.of("main"),
            List.of("read"),
            Optional.of(scene.hub().now().plus(Duration.ofDays(1))));
    var issued = scene.ask("lea", hub -> hub.createToken("ci", reading));
    String token = issued.secret();
    assertThat(scene.fetch(token, VOLUME)).containsExactly("main");
    scene.home(token).commit("pgdata", "topic", "two");
    assertThat(scene.push(token, VOLUME, "topic")).noneMatch(RefOutcome::isDone);
    assertThat(scene.refusal(token, hub -> hub.createToken("more", TokenScope.WHOLE)).fault())
        .isEqualTo(Fault.NOT_PERMITTED);
    List<HubToken> own = scene.ask("lea", hub -> hub.tokens(false));
    assertThat(own).hasSize(2);
    scene.served().later(Duration.ofDays(1));
    assertThat(scene.refusal(token, HubClient::whoami).fault()).isEqualTo(Fault.NOT_PERMITTED);
    var other = scene.ask("lea", hub -> hub.createToken("other", TokenScope.WHOLE));
    scene.ask("lea", hub -> hub.revoke(other.id()));
    assertThat(scene.refusal(other.secret(), HubClient::whoami).fault())
        .isEqualTo(Fault.NOT_PERMITTED);
  }

  @Test
  void aPushThatIsNotAllowedLeavesNothingAndIsExplainedAndAudited() throws Exception {
    CommitId first = team();
    scene.ask(
        "lea",
        hub ->
            hub.change(
                protect(
                    "main",
                    new Protecting(false, false, Optional.of("group:leads"), Optional.empty()))));
    scene.ask(
        "lea",
        hub ->
            hub.change(
                protect(
                    "recovery/*",
                    new Protecting(true, false, Optional.empty(), Optional.of("90d")))));
    scene.fetch("dan", VOLUME);
    scene.home("dan").commit("pgdata", "main", "dan's own");
    List<String> before = scene.served().leftovers();
    List<RefOutcome> refused = scene.push("dan", VOLUME, "+main");
    assertThat(scene.served().leftovers()).isEqualTo(before);
    assertThat(scene.tip(VOLUME, "main")).isEqualTo(first);
    assertThat(refused)
        .singleElement()
        .satisfies(outcome -> {
          assertThat(outcome.isDone()).isFalse();
          assertThat(((RefOutcome.Rejected) outcome.kind()).remote()).isTrue();
          assertThat(((RefOutcome.Rejected) outcome.kind()).reason()).contains("refs/heads/main");
        });

    Question question = new Question(VOLUME, Optional.of("user:dan"), "push", Optional.of("main"));
    AccessAnswer why = scene.ask("lea", hub -> hub.explain(question));
    assertThat(why.allowed()).isFalse();
    assertThat(why.code()).isEqualTo("protected");
    assertThat(why.sentence()).contains("group:leads");
    AccessAnswer own = scene.ask("dan", hub -> hub.check(question));
    assertThat(own.sentence()).doesNotContain("group:leads");

    List<JsonObject> denials = events("push.denied");
    assertThat(denials)
        .isNotEmpty()
        .allSatisfy(event -> {
          assertThat(event.text("actor")).isEqualTo("dan");
          assertThat(event.text("address")).isEqualTo("127.0.0.1");
          assertThat(event.object("facts").orElseThrow().text("ref")).isEqualTo("refs/heads/main");
        });
    assertThat(events("push"))
        .singleElement()
        .satisfies(event -> {
          assertThat(event.text("actor")).isEqualTo("lea");
          assertThat(event.object("facts").orElseThrow().text("new")).isEqualTo(first.toHex());
        });
    assertThat(events("rules.protect")).hasSize(2);
    assertThat(scene.hub().audit().verify(_ -> {}).lines()).isGreaterThan(10);
  }

  @Test
  void whatIsProtectedIsNotDeletedUntilThatIsLifted() throws IOException {
    team();
    scene.ask(
        "lea",
        hub ->
            hub.change(
                protect(
                    "recovery/*",
                    new Protecting(true, false, Optional.empty(), Optional.of("90d")))));
    assertThat(scene.push("lea", VOLUME, "main:refs/heads/recovery/1"))
        .allMatch(RefOutcome::isDone);
    assertThat(scene.push("lea", VOLUME, ":refs/heads/recovery/1")).noneMatch(RefOutcome::isDone);
    AccessChange lift =
        new AccessChange(
            Kind.UNPROTECT,
            VOLUME,
            Optional.of("recovery/*"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            false);
    scene.ask("lea", hub -> hub.change(lift));
    assertThat(scene.push("lea", VOLUME, ":refs/heads/recovery/1")).allMatch(RefOutcome::isDone);
  }

  @Test
  void aForkIsACopyOfWhatOneMayReadWithoutBytesBeingMoved() throws IOException {
    CommitId first = team();
    scene.join("rob", "leads");
    var fork = new HubClient.ForkRequest(VOLUME, "main", "team/copy", Optional.of("mine"));
    assertThat(scene.refusal("rob", hub -> hub.fork(fork)).fault()).isEqualTo(Fault.NOT_FOUND);
    scene.ask("lea", hub -> hub.change(grant(VOLUME, "main", "read", "user:rob")));
    String commit = scene.ask("rob", hub -> hub.fork(fork));
    assertThat(commit).isEqualTo(first.toHex());
    assertThat(scene.fetch("rob", "team/copy")).containsExactly("mine");
    assertThat(scene.ask("lea", HubClient::volumes)).doesNotContainKey("team/copy");
    assertThat(scene.refusal("dan", hub -> hub.createVolume("team/other")).fault())
        .isEqualTo(Fault.NOT_PERMITTED);
  }

  @Test
  void rulesThatCanNotBeReadLetNobodyInButTheHubsAdmins() throws IOException {
    team();
    Files.writeString(
        scene.depot().layout().directory().resolve("hub/namespaces/team.config"), "[acess]\n");
    assertThat(scene.refusal("lea", hub -> hub.rules(VOLUME)).fault()).isEqualTo(Fault.NOT_FOUND);
    assertThat(scene.ask("lea", HubClient::volumes)).isEmpty();
    assertThat(scene.ask("root", HubClient::volumes)).containsOnlyKeys(VOLUME);
  }

  private void hook(String name, String script) throws IOException {
    Path file = scene.depot().layout().directory().resolve("hub/hooks").resolve(name);
    Files.writeString(file, "#!/bin/sh\n" + script + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  @Test
  void hooksAreAskedBeforeAnythingIsKeptAndToldAfterwards() throws Exception {
    team();
    Path told = folder.resolve("told");
    hook("pre-receive", "while read old new ref; do git cat-file -e $new || exit 1; done");
    hook("update", "case $1 in *secret*) echo no secrets, $VOLARY_USER; exit 3;; esac");
    hook("post-receive", "cat >> " + told + "; echo $VOLARY_VOLUME >> " + told + "; exit 1");
    CommitId good = scene.home("lea").commit("pgdata", "topic", "fine");
    assertThat(scene.push("lea", VOLUME, "topic")).allMatch(RefOutcome::isDone);
    assertThat(Files.readString(told))
        .isEqualTo("0".repeat(40) + " " + good.toHex() + " refs/heads/topic\n" + VOLUME + "\n");
    assertThat(events("hook.failed")).hasSize(1);
    List<String> before = scene.served().leftovers();
    scene.home("lea").commit("pgdata", "secret", "not fine");
    assertThat(scene.push("lea", VOLUME, "secret"))
        .singleElement()
        .satisfies(outcome ->
            assertThat(outcome.kind())
                .isInstanceOfSatisfying(
                    RefOutcome.Rejected.class,
                    refused ->
                        assertThat(refused.reason()).contains("update declined: no secrets, lea")));
    assertThat(scene.served().leftovers()).isEqualTo(before);
  }

  @Test
  void collectingAndCheckingAHubLeavesDataRulesAndLogWhole() throws IOException {
    CommitId first = team();
    String rules = scene.ask("lea", hub -> hub.rules(VOLUME));
    scene.served().later(Duration.ofDays(400));
    new GarbageCollection(scene.depot(), ServedDepot.AUTHOR)
        .run(new GarbageCollection.Request(true, false));
    DepotCheck.Result result = new DepotCheck(scene.depot(), VerifyProgress.SILENT).check();
    assertThat(result.histories()).isEmpty();
    // The rules' commits hold no data, and are none of the roots.
    assertThat(result.objects().counts().roots()).isEqualTo(1);
    assertThat(scene.tip(VOLUME, "main")).isEqualTo(first);
    String after = scene.ask("lea", hub -> hub.rules(VOLUME));
    assertThat(after).isEqualTo(rules);
    assertThat(scene.fetch("dan", VOLUME)).containsExactly("main");
  }

  @Test
  void aReaderOfOneBranchSeesItAndNothingElse() throws IOException {
    team();
    scene.join("rob");
    // On its own: same volume, no parents.
    CommitId shared = scene.home("lea").commit("pgdata", "shared", "to be shown");
    scene.push("lea", VOLUME, "shared");
    assertThat(scene.refusal("rob", hub -> hub.rules(VOLUME)).fault()).isEqualTo(Fault.NOT_FOUND);
    assertThat(scene.ask("rob", HubClient::volumes)).isEmpty();
    scene.ask("lea", hub -> hub.change(grant(VOLUME, "shared", "read", "user:rob")));
    assertThat(scene.ask("rob", HubClient::volumes)).containsOnlyKeys(VOLUME);
    assertThat(scene.fetch("rob", VOLUME)).containsExactly("shared");
    var robs = scene.home("rob").volume("pgdata");
    assertThat(robs.history().log(LogQuery.from(shared))).hasSize(1);
    assertThat(robs.history().contains(shared)).isTrue();
    assertThat(scene.refusal("rob", hub -> hub.rules(VOLUME)).fault())
        .isEqualTo(Fault.NOT_PERMITTED);
    assertThat(events("read"))
        .anySatisfy(event -> assertThat(event.text("actor")).isEqualTo("rob"));
  }
}

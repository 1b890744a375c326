package dev.volary.remote.server.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volary.core.error.Fault;
import dev.volary.core.history.CommitId;
import dev.volary.remote.client.RefOutcome;
import dev.volary.remote.client.hub.HubClient;
import dev.volary.remote.client.hub.HubClient.NewWebhook;
import dev.volary.remote.message.hub.HubWebhook;
import dev.volary.remote.message.json.JsonObject;
import dev.volary.remote.server.web.TlsIdentity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A receiver is told what happened, signed, until it takes it or is given up.
@Timeout(300)
final class HubWebhookTest {
  private static final String VOLUME = "team/pgdata";
  private static final String SECRET = "not to be guessed";

  @TempDir private Path folder;
  private HubScene scene;
  private Receiver receiver;

  @BeforeEach
  void open() throws IOException {
    scene = new HubScene(folder);
    receiver = new Receiver(Optional.empty());
    scene.tell("root", hub -> hub.createVolume(VOLUME));
  }

  @AfterEach
  void close() {
    receiver.close();
    scene.close();
  }

  private String add(String of, String url, String... events) throws IOException {
    NewWebhook webhook = new NewWebhook(of, url, List.of(events), SECRET, false);
    return scene.ask("root", hub -> hub.addWebhook(webhook)).id();
  }

  private Optional<String> test(String id) throws IOException {
    return scene.ask("root", hub -> hub.testWebhook(id));
  }

  private List<HubWebhook> webhooks() throws IOException {
    return scene.ask("root", HubClient::webhooks);
  }

  private String url() {
    return "http://127.0.0.1:" + receiver.port() + "/told?key=hidden";
  }

  private CommitId push(String branch) throws IOException {
    CommitId commit = scene.home("root").commit("pgdata", branch, branch);
    assertThat(scene.push("root", VOLUME, branch)).allMatch(RefOutcome::isDone);
    return commit;
  }

  private List<JsonObject> events(String event) throws IOException {
    return scene
        .ask("root", hub -> hub.audit(Map.of("event", event, "limit", "1000")))
        .objects("events");
  }

  /// Waits until the log says so often that something happened.
  private List<JsonObject> await(String event, int times) throws IOException {
    Instant end = Instant.now().plusSeconds(60);
    List<JsonObject> found = events(event);
    while (found.size() < times) {
      assertThat(Instant.now()).as("%s × %d", event, times).isBefore(end);
      Thread.onSpinWait();
      found = events(event);
    }
    return found;
  }

  private static String hmac(String text) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    return "v1=" + HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void aPushIsToldOnceAndSigned() throws Exception {
    push("before");
    String id = add("team/*", url());
    CommitId commit = push("main");
    Receiver.Told told = receiver.next();
    assertThat(told.event()).isEqualTo("push");
    assertThat(told.json().text("actor")).isEqualTo("root");
    assertThat(told.json().object("facts").orElseThrow())
        .isEqualTo(
            JsonObject.EMPTY
                .with("volume", VOLUME)
                .with("ref", "refs/heads/main")
                .with("new", commit.toHex()));
    assertThat(told.id()).startsWith(id + "-").isEqualTo(told.json().text("id"));
    String body = new String(told.body(), StandardCharsets.UTF_8);
    assertThat(body).doesNotContain("address").doesNotContain("token");
    assertThat(told.signature()).isEqualTo(hmac(told.id() + "." + told.time() + "." + body));
    assertThat(await("webhook.delivered", 1)).hasSize(1);
    scene.tell("root", hub -> hub.createVolume("team/more"));
    scene.tell("root", hub -> hub.createVolume("other/more"));
    assertThat(receiver.next().event()).isEqualTo("volume.create");
    assertThat(await("webhook.delivered", 2)).hasSize(2);
    assertThat(receiver.isQuiet()).isTrue();
    assertThat(webhooks()).singleElement().satisfies(shown -> assertThat(shown.waiting()).isZero());
    String log = scene.hub().audit().recent(_ -> true, "", 1000).events().toString();
    assertThat(log).doesNotContain(SECRET).doesNotContain("hidden");
  }

  @Test
  void whatFailsIsTriedAgainLaterAndGivenUpInTheEnd() throws Exception {
    add(VOLUME, url(), "push");
    receiver.status = 500;
    push("main");
    String id = receiver.next().id();
    assertThat(await("webhook.failed", 1).getFirst().object("facts").orElseThrow().text("reason"))
        .contains("500");
    assertThat(receiver.isQuiet()).isTrue();
    receiver.status = 302;
    scene.served().later(Duration.ofMinutes(2));
    assertThat(receiver.next().id()).isEqualTo(id);
    assertThat(await("webhook.failed", 2).getLast().object("facts").orElseThrow().text("reason"))
        .contains("redirects are not followed");
    assertThat(webhooks().getFirst().waiting()).isEqualTo(1);
    scene.served().later(Duration.ofMinutes(6));
    receiver.next();
    assertThat(await("webhook.given-up", 1)).hasSize(1);
    receiver.status = 200;
    push("topic");
    assertThat(receiver.next().id()).isNotEqualTo(id);
    await("webhook.delivered", 1);
    assertThat(webhooks().getFirst().waiting()).isZero();
  }

  @Test
  void aRestartGoesOnAndMissesNothing() throws Exception {
    add("*", url(), "push", "volume.create");
    receiver.status = 503;
    push("main");
    String failed = receiver.next().id();
    await("webhook.failed", 1);
    receiver.status = 200;
    scene.restartWebhooks(hub -> hub.createVolume("team/meanwhile"));
    assertThat(receiver.next().event()).isEqualTo("volume.create");
    scene.served().later(Duration.ofMinutes(2));
    assertThat(receiver.next().id()).isEqualTo(failed);
    await("webhook.delivered", 2);
    scene.restartWebhooks(HubClient::whoami);
    push("again");
    assertThat(receiver.next().json().object("facts").orElseThrow().text("ref"))
        .isEqualTo("refs/heads/again");
  }

  @Test
  void aReceiverThatIsNotThereDelaysNobodyElse() throws Exception {
    String gone = add("*", "http://127.0.0.1:1/", "push");
    add("*", url(), "push");
    push("main");
    assertThat(receiver.next().event()).isEqualTo("push");
    JsonObject failed = await("webhook.failed", 1).getFirst().object("facts").orElseThrow();
    assertThat(failed.text("webhook")).isEqualTo(gone);
    scene.ask("root", hub -> hub.removeWebhook(gone));
    scene.served().later(Duration.ofMinutes(2));
    push("more");
    receiver.next();
    await("webhook.delivered", 2);
    assertThat(events("webhook.failed")).hasSize(1);
    assertThat(webhooks()).hasSize(1);
  }

  @Test
  void aCertificateThatNobodyVouchesForIsNotTrusted() throws Exception {
    TlsIdentity identity =
        TlsIdentity.in(folder.resolve("receiver"), Instant.now(), new SecureRandom());
    try (Receiver secured = new Receiver(Optional.of(identity.context()))) {
      String id = add("*", "https://localhost:" + secured.port() + "/", "push");
      assertThat(test(id).orElseThrow()).contains("PKIX");
      push("main");
      await("webhook.failed", 1);
      assertThat(secured.isQuiet()).isTrue();
    }
  }

  @Test
  void onlyAdminsAskForItAndNothingTellsTheSecret() throws Exception {
    scene.join("dan");
    String id = add("*", url());
    assertThat(test(id)).isEmpty();
    assertThat(receiver.next().event()).isEqualTo("ping");
    receiver.status = 404;
    assertThat(test(id).orElseThrow()).contains("404");
    NewWebhook his = new NewWebhook("*", url(), List.of(), SECRET, false);
    for (HubScene.Telling each :
        List.<HubScene.Telling>of(
            hub -> hub.addWebhook(his),
            HubClient::webhooks,
            hub -> hub.testWebhook(id),
            hub -> hub.removeWebhook(id))) {
      assertThat(scene.refusal("dan", each).fault()).isEqualTo(Fault.NOT_PERMITTED);
    }
    for (NewWebhook bad :
        List.of(
            new NewWebhook("*", "http://example.org/", List.of(), SECRET, false),
            new NewWebhook("*", url(), List.of("read"), SECRET, false),
            new NewWebhook("*", url(), List.of("webhook.failed"), SECRET, false),
            new NewWebhook("*", url(), List.of(), "short", false),
            new NewWebhook("Team", url(), List.of(), SECRET, false))) {
      assertThat(scene.refusal("root", hub -> hub.addWebhook(bad)).fault()).isEqualTo(Fault.USAGE);
    }
    List<HubWebhook> all = webhooks();
    assertThat(all).singleElement().satisfies(one -> assertThat(one.by()).isEqualTo("root"));
    assertThat(all.toString()).doesNotContain(SECRET);
    Path hub = scene.depot().layout().directory().resolve("hub");
    assertThat(Files.getPosixFilePermissions(hub)).hasSize(3);
  }
}

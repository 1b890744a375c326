package dev.volary.remote.server.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volary.core.error.Fault;
import dev.volary.remote.client.RefOutcome;
import dev.volary.remote.client.hub.HubClient;
import dev.volary.remote.message.hub.AccessChange;
import dev.volary.remote.message.hub.TokenScope;
import dev.volary.remote.message.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Volumes are made by who may, also by a first push, and nobody else learns of it.
final class HubVolumeMakingTest {
  @TempDir private Path folder;
  private HubScene scene;

  @BeforeEach
  void open() throws IOException {
    scene = new HubScene(folder);
    scene.join("lea", "leads");
    scene.join("dan");
    AccessChange mayCreate =
        new AccessChange(
            AccessChange.Kind.GRANT,
            "team/*",
            Optional.empty(),
            Optional.of("volume.create"),
            Optional.of("group:leads"),
            Optional.empty(),
            false);
    scene.ask("root", hub -> hub.change(mayCreate));
  }

  @AfterEach
  void close() {
    scene.close();
  }

  private List<JsonObject> events(String event) throws IOException {
    return scene.ask("root", hub -> hub.audit(Map.of("event", event))).objects("events");
  }

  @Test
  void theFirstPushMakesTheVolumeWhereRulesLetIt() throws IOException {
    scene.home("lea").commit("fresh", "trunk", "one");
    scene.home("dan").commit("fresh", "trunk", "one");
    assertThat(scene.pushRefusal("dan", "team/fresh", "trunk")).isEqualTo(Fault.NOT_FOUND);
    assertThat(scene.pushRefusal("lea", "other/fresh", "trunk")).isEqualTo(Fault.NOT_FOUND);
    assertThat(scene.pushRefusal("lea", "team/fresh", ":trunk")).isEqualTo(Fault.NOT_FOUND);
    scene.home("anonymous").commit("fresh", "trunk", "one");
    assertThat(scene.pushRefusal("anonymous", "team/fresh", "trunk"))
        .isEqualTo(Fault.NOT_PERMITTED);
    assertThat(scene.ask("root", HubClient::volumes)).isEmpty();
    int before = events("volume.create").size();
    assertThat(scene.push("lea", "team/fresh", "trunk")).allMatch(RefOutcome::isDone);
    assertThat(scene.ask("lea", HubClient::volumes)).containsEntry("team/fresh", "trunk");
    assertThat(events("volume.create")).hasSize(before + 1);
    // To others it is as if it were not there, and so is the way to make it.
    scene.join("rob", "leads");
    scene.home("rob").commit("fresh", "trunk", "mine");
    assertThat(scene.pushRefusal("rob", "team/fresh", "trunk")).isEqualTo(Fault.NOT_FOUND);
    assertThat(scene.fetch("lea", "team/fresh")).containsExactly("trunk");
    // A token that may only read makes none.
    TokenScope reading = new TokenScope(List.of(), List.of(), List.of("read"), Optional.empty());
    String token = scene.ask("lea", hub -> hub.createToken("ci", reading)).secret();
    scene.home(token).commit("more", "trunk", "one");
    assertThat(scene.pushRefusal(token, "team/more", "trunk")).isEqualTo(Fault.NOT_FOUND);
  }

  @Test
  void aVolumeWhoseMakingWasCutOffIsMadeAnew() throws IOException {
    scene.depot().createVolume(HubVolumeName.parse("team/half").inDepot());
    assertThat(scene.ask("lea", HubClient::volumes)).isEmpty();
    scene.tell("lea", hub -> hub.createVolume("team/half"));
    assertThat(scene.ask("lea", HubClient::volumes)).containsOnlyKeys("team/half");
    int before = events("volume.create").size();
    assertThat(scene.refusal("lea", hub -> hub.createVolume("team/half")).fault())
        .isEqualTo(Fault.CONFLICT);
    assertThat(events("volume.create")).hasSize(before);
  }
}

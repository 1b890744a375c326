package dev.volary.remote.server.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.remote.client.hub.HubClient;
import dev.volary.remote.message.hub.Whoami;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who gets into a hub, and who no longer does.
final class HubPeopleTest {
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

  @Test
  void theFirstAdminInvitesOthersOnce() throws IOException {
    assertThat(scene.ask("root", HubClient::whoami).admin()).isTrue();
    String invitation = scene.ask("root", hub -> hub.invite("anna", 1)).secret();
    String token = scene.ask("anonymous", hub -> hub.redeem(invitation, "laptop")).secret();
    Whoami anna = scene.ask(token, HubClient::whoami);
    assertThat(anna.user()).hasValue("anna");
    assertThat(anna.admin()).isFalse();
    assertThat(scene.refusal("anonymous", hub -> hub.redeem(invitation, "again")).fault())
        .isEqualTo(Fault.NOT_PERMITTED);
    assertThat(scene.refusal(token, hub -> hub.invite("eve", 1)).fault())
        .isEqualTo(Fault.NOT_PERMITTED);
    String late = scene.ask("root", hub -> hub.invite("bob", 1)).secret();
    scene.served().later(Duration.ofHours(1));
    assertThat(scene.refusal("anonymous", hub -> hub.redeem(late, "late")).fault())
        .isEqualTo(Fault.NOT_PERMITTED);
    String people = Files.readString(scene.depot().layout().directory().resolve("hub/people"));
    assertThat(people).doesNotContain(token).doesNotContain(late).contains("anna");
  }

  @Test
  void whoIsDisabledIsOutAtOnceAndTheLastAdminStays() throws IOException {
    scene.join("anna");
    scene.ask("root", hub -> hub.setDisabled("anna", true));
    VolaryException out = scene.refusal("anna", HubClient::whoami);
    assertThat(out.fault()).isEqualTo(Fault.NOT_PERMITTED);
    assertThat(scene.refusal("root", hub -> hub.invite("anna", 1)).fault())
        .isEqualTo(Fault.CONFLICT);
    scene.ask("root", hub -> hub.setDisabled("anna", false));
    assertThat(scene.refusal("anna", HubClient::whoami).fault()).isEqualTo(Fault.NOT_PERMITTED);
    assertThat(scene.refusal("root", hub -> hub.setDisabled("root", true)).fault())
        .isEqualTo(Fault.CONFLICT);
    assertThat(scene.refusal("root", hub -> hub.setMember("admins", "root", false)).fault())
        .isEqualTo(Fault.CONFLICT);
    assertThat(scene.ask("root", HubClient::whoami).admin()).isTrue();
  }
}

package dev.volary.remote.server.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volary.remote.client.RefOutcome;
import dev.volary.remote.message.hub.AccessChange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Stock Git as the client of a hub, with a token as password.
final class HubGitTest {
  private static final String VOLUME = "root/pgdata";

  @TempDir private Path folder;
  private HubScene scene;

  @BeforeEach
  void open() throws IOException {
    scene = new HubScene(folder);
    scene.join("dan");
    scene.tell("root", hub -> hub.createVolume(VOLUME));
    scene.home("root").commit("pgdata", "main", "one");
    scene.home("root").commit("pgdata", "hidden", "two");
    assertThat(scene.push("root", VOLUME, "main", "hidden")).allMatch(RefOutcome::isDone);
    grant("main", "user:dan");
  }

  @AfterEach
  void close() {
    scene.close();
  }

  private void grant(String branch, String to) throws IOException {
    AccessChange change =
        new AccessChange(
            AccessChange.Kind.GRANT,
            VOLUME,
            Optional.of(branch),
            Optional.of("read"),
            Optional.of(to),
            Optional.empty(),
            false);
    scene.ask("root", hub -> hub.change(change));
  }

  private String address(String user) throws IOException {
    return scene.address().replace("http://", "http://" + user + ":" + scene.token(user) + "@")
        + "/"
        + VOLUME
        + ".git";
  }

  private String git(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.directory(folder.toFile());
    builder.environment().put("GIT_TERMINAL_PROMPT", "0");
    builder.environment().put("GIT_ASKPASS", "true");
    Process process = builder.start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return text + "exit " + process.waitFor();
  }

  @Test
  void itSeesWhatItsTokenMayRead() throws Exception {
    assertThat(git("ls-remote", address("dan")))
        .contains("refs/heads/main")
        .doesNotContain("hidden")
        .endsWith("exit 0");
    assertThat(git("clone", "-q", "--bare", address("dan"), "dan.git")).endsWith("exit 0");
    assertThat(git("-C", "dan.git", "branch", "--list")).contains("main").doesNotContain("hidden");
    assertThat(git("ls-remote", address("root"))).contains("refs/heads/hidden");
    scene.join("eve");
    assertThat(git("ls-remote", address("eve"))).contains("not found").endsWith("exit 128");
    assertThat(git("ls-remote", address("dan").replace("dan:", "root:"))).endsWith("exit 128");
  }

  @Test
  void whatIsOpenToAllNeedsNoCredentials() throws Exception {
    String open = scene.address() + "/" + VOLUME;
    assertThat(git("ls-remote", open)).endsWith("exit 128");
    grant("main", "anonymous");
    assertThat(git("ls-remote", open))
        .contains("refs/heads/main")
        .doesNotContain("hidden")
        .endsWith("exit 0");
  }

  @Test
  void aPushWithoutTheRightIsRejectedPerRefAndLeavesNothing() throws Exception {
    assertThat(git("clone", "-q", "--bare", address("dan"), "dan.git")).endsWith("exit 0");
    assertThat(git("-C", "dan.git", "tag", "v1", "main")).endsWith("exit 0");
    List<String> before = scene.served().leftovers();
    assertThat(git("-C", "dan.git", "push", address("dan"), "v1", ":main"))
        .contains("! [remote rejected] v1 -> v1 (dan may not create refs/tags/v1)")
        .contains("! [remote rejected] main (dan may not delete refs/heads/main)")
        .endsWith("exit 1");
    assertThat(scene.served().leftovers()).isEqualTo(before);
    assertThat(git("-C", "dan.git", "push", address("root"), "v1"))
        .contains("[new tag]")
        .endsWith("exit 0");
    assertThat(scene.hub().audit().verify(_ -> {}).lines()).isGreaterThan(8);
  }
}

package dev.volary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volary.cli.Scene.Ran;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is protected in one's own depot stays until it is said twice.
final class LocalGuardTest {
  @TempDir Path temp;
  private Scene scene;
  private String live;

  @BeforeEach
  void volume() throws IOException {
    scene = new Scene(temp).withVolume();
    live = scene.worktreeDirectory().toString();
  }

  private void refused(String what, String... words) {
    Ran ran = scene.run(words);
    assertThat(ran.exitCode()).isEqualTo(4);
    assertThat(ran.err())
        .contains("is protected in this depot and is not " + what)
        .contains("`volary unprotect --local '");
  }

  @Test
  void aProtectedBranchIsNeitherDeletedNorRenamedUntilThatIsLifted() {
    assertThat(scene.ok("protect", "old")).contains("old is protected in volume pgdata");
    refused("deleted", "branch", "-D", "old");
    refused("deleted", "branch", "-m", "old", "older");
    assertThat(scene.ok("protect")).contains("[protect \"old\"]").contains("no-delete = true");
    assertThat(scene.ok("unprotect", "old", "--local")).contains("no longer protected");
    scene.ok("branch", "-D", "old");
  }

  @Test
  void aPatternStandsForTagsToo() {
    scene.ok("protect", "v*", "--local");
    refused("deleted", "tag", "-d", "v1");
    scene.ok("unprotect", "v*");
    scene.ok("tag", "-d", "v1");
  }

  @Test
  void aProtectedBranchIsNotMovedBack() {
    scene.ok("protect", "main", "--no-force");
    refused("moved to", "-C", live, "reset", "--hard", "old");
    assertThat(scene.ok("-C", live, "log", "-q").lines()).hasSize(2);
    scene.ok("-C", live, "reset", "--hard", "main");
    scene.ok("unprotect", "main");
    scene.ok("-C", live, "reset", "--hard", "old");
  }

  @Test
  void protectionsEnd() {
    scene.ok("protect", "old", "--until", "90d");
    refused("deleted", "branch", "-D", "old");
    // Reflogs are written by the clock of this machine.
    scene.at(Instant.now().plus(Duration.ofDays(91)));
    scene.ok("branch", "-D", "old");
  }

  @Test
  void whatOnlyAHubCanEnforceIsRefused() {
    Ran ran = scene.run("protect", "main", "--push", "group:leads");
    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err()).contains("for a hub to say");
    assertThat(scene.run("unprotect", "main").exitCode()).isEqualTo(3);
    assertThat(scene.ok("protect", "main", "--dry-run")).contains("[protect \"main\"]");
    assertThat(scene.ok("protect")).isEmpty();
  }
}

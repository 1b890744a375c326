package dev.volary.core.depot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Remotes come back as they were written, and nothing else of the settings is touched.
final class RemotesTest {
  private static final String FINGERPRINT = "ab".repeat(32);

  @TempDir private Path folder;

  @Test
  void remotesComeBack() throws Exception {
    Path file = folder.resolve("config");
    Files.writeString(file, "# mine\n[capture]\n\tpreset = postgres\n");
    Remotes remotes = new Remotes(file);
    assertThat(remotes.all()).isEmpty();
    Remote hub = new Remote("origin", "https://hub.example/team/db", Optional.empty());
    Remote peer = new Remote("lap.top", "https://10.0.0.2:7465/db", Optional.of(FINGERPRINT));
    remotes.add(peer);
    remotes.add(hub);
    assertThat(remotes.all()).containsExactly(peer, hub);
    Remote moved = new Remote("lap.top", "https://10.0.0.3:7465/db", Optional.empty());
    remotes.change(moved);
    assertThat(remotes.get("lap.top")).isEqualTo(moved);
    remotes.remove("origin");
    assertThat(remotes.all()).containsExactly(moved);
    assertThat(Files.readString(file)).startsWith("# mine\n[capture]\n\tpreset = postgres\n");
  }

  @Test
  void whatIsThereOrNotIsSaid() {
    Remotes remotes = new Remotes(folder.resolve("config"));
    Remote origin = new Remote("origin", "/srv/depot/db", Optional.empty());
    refused(Fault.NOT_FOUND, () -> remotes.get("origin"));
    refused(Fault.NOT_FOUND, () -> remotes.change(origin));
    refused(Fault.NOT_FOUND, () -> remotes.remove("origin"));
    remotes.add(origin);
    refused(Fault.CONFLICT, () -> remotes.add(origin));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-x", "a/b", "a b", "..", "a\"b", "x.lock"})
  void namesThatNoRefMayHoldAreRefused(String name) {
    refused(Fault.USAGE, () -> new Remote(name, "/srv/depot/db", Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a\nb", "https://anna:secret@hub.example/db"})
  void urlsThatMustNotBeStoredAreRefused(String url) {
    refused(Fault.USAGE, () -> new Remote("origin", url, Optional.empty()));
  }

  private static void refused(Fault fault, Runnable action) {
    assertThatThrownBy(action::run)
        .isInstanceOfSatisfying(VolaryException.class, e -> assertThat(e.fault()).isEqualTo(fault));
  }
}

package dev.volary.core.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The ballast takes space, gives it back, and grows with the manifest.
final class BallastTest {
  private @TempDir Path directory;

  @Test
  void takesAndGivesBackSpace() throws IOException {
    Ballast ballast = new Ballast(directory, new SecureRandom());
    ballast.ensure();
    ballast.ensure();
    assertThat(directory.resolve("ballast")).hasSize(256 << 10);
    assertThat(ballast.release()).isEqualTo(256 << 10);
    assertThat(ballast.release()).isZero();
    assertThat(directory.resolve("ballast")).doesNotExist();
  }

  @Test
  void growsWithTheManifest() throws IOException {
    Ballast ballast = new Ballast(directory, new SecureRandom());
    ballast.ensure();
    Files.write(directory.resolve("manifest"), new byte[200_000]);
    ballast.ensure();
    assertThat(Files.size(directory.resolve("ballast"))).isGreaterThanOrEqualTo(400_000);
  }
}

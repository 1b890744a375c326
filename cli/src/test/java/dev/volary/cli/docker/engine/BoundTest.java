package dev.volary.cli.docker.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which directories containers have is read from the kernel's lists of mounts.
final class BoundTest {
  private static final String HOST =
      """
      24 1 254:0 / / rw,relatime - ext4 /dev/vda rw
      31 24 0:44 /@data /data rw - btrfs /dev/vdb rw
      40 24 254:0 /live/pgdata /live/views/pgdata@v1 ro - ext4 /dev/vda rw
      """;

  @TempDir Path temp;

  private Set<String> bound(String container, String... directories) throws IOException {
    process("100", "mnt:[1]", HOST);
    process("200", "mnt:[2]", container);
    // One that is ending lists nothing, one that has ended is not there.
    process("150", "mnt:[2]", "");
    Files.createDirectories(temp.resolve("400"));
    Files.createDirectories(temp.resolve("self"));
    Files.writeString(temp.resolve("self/mountinfo"), HOST);
    return new Bound(temp, Path.of("/live/views")).among(Set.of(directories));
  }

  private void process(String id, String namespace, String mounts) throws IOException {
    Path folder = Files.createDirectories(temp.resolve(id).resolve("ns"));
    Files.createSymbolicLink(folder.resolve("mnt"), Path.of(namespace));
    Files.writeString(temp.resolve(id).resolve("mountinfo"), mounts);
  }

  @Test
  void aBindMountInAContainerCounts() throws IOException {
    assertThat(
            bound(
                """
                90 80 0:50 / / rw - overlay overlay rw
                91 90 254:0 /live/pgdata@try /var/lib/data rw - ext4 /dev/vda rw
                92 90 0:44 /@data/live/with\\040blank /other rw - btrfs /dev/vdb rw
                """,
                "/live/pgdata@try",
                "/data/live/with blank",
                "/live/unused",
                "/live/pgdata@try/inner"))
        .containsExactlyInAnyOrder("/live/pgdata@try", "/data/live/with blank");
  }

  @Test
  void aMountOfADirectoryInItCounts() throws IOException {
    assertThat(
            bound(
                "91 90 254:0 /live/shop/db/main /var/lib/data rw - ext4 /dev/vda rw\n",
                "/live/shop",
                "/live/shop/db",
                "/live/sho",
                "/live/shop/db/main/inner"))
        .containsExactlyInAnyOrder("/live/shop", "/live/shop/db");
  }

  @Test
  void theViewItselfIsNoUser() throws IOException {
    assertThat(
            bound(
                "90 80 0:50 / / rw - overlay overlay rw\n",
                "/live/views/pgdata@v1",
                "/live/pgdata"))
        .isEmpty();
  }

  @Test
  void aViewIsUsedWhereItsDirectoryIs() throws IOException {
    assertThat(
            bound(
                "91 90 254:0 /live/pgdata /data ro - ext4 /dev/vda rw\n", "/live/views/pgdata@v1"))
        .containsExactly("/live/views/pgdata@v1");
  }
}

package dev.volary.core.linux.layer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volary.core.io.ByteString;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The kernel's table of mounts, read as it writes it.
final class MountTableTest {
  private static final String TABLE =
      """
      22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
      40 22 0:33 / /srv/a\\040b rw,relatime - overlay volary-1 rw,lowerdir=/x
      41 22 0:34 / /srv/a\\040b rw shared:7 master:2 - overlay volary-2 rw
      42 22 0:35 / /srv/ab/c\\134d rw - tmpfs none rw
      """;

  private static ByteString path(String text) {
    return ByteString.utf8(text);
  }

  @Test
  void theTopmostMountOfAPlaceCounts() {
    MountTable table = MountTable.parse(path(TABLE));
    assertThat(table.at(path("/srv/a b")))
        .contains(new MountTable.Mounted(path("/srv/a b"), "overlay", path("volary-2")));
    assertThat(table.at(path("/srv/a"))).isEmpty();
    assertThat(table.beneath(path("/srv/ab"))).contains(path("/srv/ab/c\\d"));
    assertThat(table.beneath(path("/srv/a"))).isEqualTo(Optional.empty());
  }

  @Test
  void theMachinesOwnIsRead() throws IOException {
    assertThat(MountTable.read().at(path("/"))).isPresent();
  }
}

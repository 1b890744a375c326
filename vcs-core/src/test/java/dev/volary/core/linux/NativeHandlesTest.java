package dev.volary.core.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volary.core.linux.Linux.Capability;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The machine's own handles keep the contract where temporary files lie.
final class NativeHandlesTest extends HandleContract {
  @TempDir private Path directory;

  @Override
  DirectoryHandle open() throws IOException {
    return Linux.openRoot(Linux.bytes(directory));
  }

  @Override
  boolean asRoot() throws IOException {
    return Linux.hasCapability(Capability.CHOWN) && Linux.hasCapability(Capability.MKNOD);
  }

  @Test
  void olderKernelsSetModesWithoutFollowingEither() throws IOException {
    try (NativeDirectory top =
        NativeDirectory.openRoot(Linux.bytes(directory), NativeHandle.AS_IT_IS)) {
      write(top, NAME, new byte[0]);
      top.makeSymlink(OTHER, NAME);
      top.setModeByDescriptor(NAME, 02710);
      assertThat(top.stat(NAME).mode()).isEqualTo(02710);
      assertRefused(() -> top.setModeByDescriptor(OTHER, 0777), Errno.EOPNOTSUPP);
      assertThat(top.stat(NAME).mode()).isEqualTo(02710);
    }
  }
}

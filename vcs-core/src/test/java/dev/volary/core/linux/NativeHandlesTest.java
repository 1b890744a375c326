package dev.volary.core.linux;

import dev.volary.core.linux.Linux.Capability;
import java.io.IOException;
import java.nio.file.Path;
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
}

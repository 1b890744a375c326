package dev.volary.core.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volary.core.linux.memory.MemoryVolume;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// The handles in memory keep the contract, and do what tests ask of them.
final class MemoryHandlesTest extends HandleContract {
  private final MemoryVolume volume = new MemoryVolume();

  @Override
  DirectoryHandle open() {
    return volume.openRoot();
  }

  @Override
  boolean asRoot() {
    return true;
  }

  @Override
  boolean clones(FileSystemFacts facts) {
    return true;
  }

  @Test
  void failsTheCallAskedFor() throws IOException {
    DirectoryHandle top = open();
    volume.failCall(2, Errno.EIO);
    top.makeDirectory(NAME, 0755);
    assertRefused(() -> top.makeDirectory(OTHER, 0755), Errno.EIO);
    assertThat(top.names()).containsExactly(NAME);
    top.makeDirectory(OTHER, 0755);
  }

  @Test
  void theClockMovesAsTold() throws IOException {
    volume.tick(Duration.ZERO);
    DirectoryHandle top = open();
    write(top, NAME, new byte[1]);
    FileStat before = top.stat(NAME);
    top.setMode(NAME, 0600);
    assertThat(top.stat(NAME)).isEqualTo(before);
    volume.advance(Duration.ofSeconds(5));
    top.setMode(NAME, 0600);
    assertThat(top.stat(NAME).ctimeSeconds()).isEqualTo(before.ctimeSeconds() + 5);
    assertThat(top.stat(NAME).isUnchangedSince(before)).isFalse();
  }

  @Test
  void aMappedStoreShowsOnlyAfterAFlush() throws IOException {
    DirectoryHandle top = open();
    write(top, NAME, new byte[8]);
    try (FileHandle file = top.openFile(NAME, OpenMode.WRITE)) {
      volume.storeMapped(file, 0, new byte[] {1});
      FileStat before = file.stat();
      volume.storeMapped(file, 1, new byte[] {2});
      assertThat(file.stat().isUnchangedSince(before)).isTrue();
      file.flush();
      volume.storeMapped(file, 2, new byte[] {3});
      assertThat(file.stat().isUnchangedSince(before)).isFalse();
      assertThat(read(top, NAME)).startsWith(1, 2, 3);
    }
  }

  @Test
  void withoutPrivilegesSomeThingsAreRefused() throws IOException {
    volume.privileged(false);
    DirectoryHandle top = open();
    write(top, NAME, new byte[0]);
    assertRefused(() -> top.setOwner(NAME, 5, 5), Errno.EPERM);
    assertRefused(
        () -> top.makeNode(OTHER, FileType.CHAR_DEVICE, 0600, new DeviceNumber(1, 3)), Errno.EPERM);
  }

  @Test
  void aMountPointIsSeen() throws IOException {
    DirectoryHandle top = open();
    top.makeDirectory(NAME, 0755);
    volume.mount(top, NAME);
    assertThat(top.stat(NAME).mountRoot()).isTrue();
    assertThat(top.stat(NAME).mountId()).isNotEqualTo(top.stat().mountId());
    assertRefused(() -> top.removeDirectory(NAME), Errno.EBUSY);
  }
}

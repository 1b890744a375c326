package dev.volary.core.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volary.core.io.ByteString;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What every implementation of the handles promises, on every file system.
abstract class HandleContract extends EntryContract {
  @Test
  void linksAreOneFile() throws IOException {
    try (DirectoryHandle top = open()) {
      write(top, NAME, new byte[] {5});
      top.makeDirectory(OTHER, 0755);
      try (DirectoryHandle inner = top.openDirectory(OTHER)) {
        inner.link(top, NAME, ODD);
        assertThat(inner.stat(ODD).isSameFile(top.stat(NAME))).isTrue();
        assertThat(inner.stat(ODD).nlink()).isEqualTo(2);
        top.remove(NAME);
        assertThat(read(inner, ODD)).containsExactly(5);
        assertThat(inner.stat(ODD).nlink()).isEqualTo(1);
        assertRefused(() -> inner.link(top, NAME, NAME), Errno.ENOENT);
      }
    }
  }

  @Test
  void renamesWithAndWithoutReplacing() throws IOException {
    try (DirectoryHandle top = open()) {
      write(top, NAME, new byte[] {1});
      write(top, OTHER, new byte[] {2});
      assertRefused(() -> top.rename(NAME, top, OTHER, true), Errno.EEXIST);
      assertThat(read(top, OTHER)).containsExactly(2);
      top.rename(NAME, top, OTHER, false);
      assertThat(read(top, OTHER)).containsExactly(1);
      assertThat(top.names()).containsExactly(OTHER);
    }
  }

  @Test
  void anOpenDirectoryStaysOpenUnderItsNewName() throws IOException {
    try (DirectoryHandle top = open()) {
      top.makeDirectory(NAME, 0755);
      try (DirectoryHandle inner = top.openDirectory(NAME)) {
        top.rename(NAME, top, OTHER, true);
        write(inner, ODD, new byte[] {3});
        assertRefused(() -> top.rename(OTHER, inner, NAME, true), Errno.EINVAL);
      }
      try (DirectoryHandle inner = top.openDirectory(OTHER)) {
        assertThat(inner.names()).containsExactly(ODD);
      }
    }
  }

  @Test
  void removesFilesAndEmptyDirectoriesOnly() throws IOException {
    try (DirectoryHandle top = open()) {
      top.makeDirectory(NAME, 0755);
      try (DirectoryHandle inner = top.openDirectory(NAME)) {
        inner.makeDirectory(OTHER, 0755);
        assertRefused(() -> top.removeDirectory(NAME), Errno.ENOTEMPTY);
        assertRefused(() -> top.remove(NAME), Errno.EISDIR);
        inner.removeDirectory(OTHER);
        top.removeDirectory(NAME);
        assertRefused(() -> inner.makeDirectory(OTHER, 0755), Errno.ENOENT);
      }
      write(top, NAME, new byte[0]);
      assertRefused(() -> top.removeDirectory(NAME), Errno.ENOTDIR);
      top.remove(NAME);
      assertThat(top.names()).isEmpty();
    }
  }

  @Test
  void walksDeeperThanAnyPath() throws IOException {
    ByteString longName = ByteString.utf8("d".repeat(255));
    List<DirectoryHandle> opened = new ArrayList<>(List.of(open()));
    try {
      for (int depth = 0; depth < 60; depth++) {
        opened.getLast().makeDirectory(longName, 0755);
        opened.add(opened.getLast().openDirectory(longName));
      }
      write(opened.getLast(), NAME, new byte[] {60});
      opened.getLast().setXattr(NAME, USER_NOTE, ODD);
      assertThat(read(opened.getLast(), NAME)).containsExactly(60);
      assertThat(opened.getLast().xattrs(NAME)).containsEntry(USER_NOTE, ODD);
      opened.getLast().remove(NAME);
      for (int depth = 60; depth > 0; depth--) {
        opened.get(depth).close();
        opened.get(depth - 1).removeDirectory(longName);
      }
      assertThat(opened.getFirst().names()).isEmpty();
    } finally {
      opened.forEach(DirectoryHandle::close);
    }
  }

  @Test
  void tellsDataFromHoles() throws IOException {
    try (DirectoryHandle top = open();
        FileHandle file = top.openFile(NAME, OpenMode.CREATE)) {
      file.write(MIB, noise(MIB), 0, MIB);
      file.truncate(4L * MIB);

      assertThat(file.nextData(0)).isEqualTo(MIB);
      assertThat(file.nextHole(MIB)).isEqualTo(2L * MIB);
      assertThat(file.nextHole(0)).isZero();
      assertThat(file.nextData(2L * MIB)).isEqualTo(-1);
      assertThat(file.nextHole(4L * MIB)).isEqualTo(-1);
      assertThat(file.stat().blocks512()).isBetween(MIB / 512L, 2L * MIB / 512);
    }
  }

  @Test
  void punchesHoles() throws IOException {
    byte[] content = noise(MIB);
    try (DirectoryHandle top = open();
        FileHandle file = top.openFile(NAME, OpenMode.CREATE)) {
      file.write(0, content, 0, MIB);
      file.punchHole(100_000, 500_000);

      Arrays.fill(content, 100_000, 600_000, (byte) 0);
      assertThat(read(top, NAME)).isEqualTo(content);
      assertThat(file.stat().size()).isEqualTo(MIB);
      file.sync();
      assertThat(file.nextHole(0)).isBetween(100_000L, 100_000L + 65_536);
    }
  }

  @Test
  void aFileWithoutNameAppearsWhole() throws IOException {
    try (DirectoryHandle top = open();
        FileHandle file = top.openUnnamed()) {
      file.write(0, new byte[] {1, 2, 3}, 0, 3);
      file.setOwnMode(0644);
      assertThat(top.names()).isEmpty();
      assertThat(file.stat().nlink()).isZero();
      top.linkUnnamed(file, NAME);
      assertThat(read(top, NAME)).containsExactly(1, 2, 3);
      assertThat(top.stat(NAME).mode()).isEqualTo(0644);
      assertRefused(() -> top.linkUnnamed(file, NAME), Errno.EEXIST);
    }
  }

  @Test
  void clonesOrLeavesAlone() throws IOException {
    byte[] content = noise(2 * 65_536);
    try (DirectoryHandle top = open();
        FileHandle to = top.openFile(OTHER, OpenMode.CREATE)) {
      write(top, NAME, content);
      try (FileHandle from = top.openFile(NAME, OpenMode.READ)) {
        boolean cloned = to.cloneRange(from, 65_536, 0, 65_536);
        byte[] expected = cloned ? Arrays.copyOfRange(content, 65_536, 2 * 65_536) : new byte[0];
        assertThat(read(top, OTHER)).isEqualTo(expected);
        assertThat(cloned).isEqualTo(clones(top.fileSystem()));
        assertThat(to.cloneRange(from, 1, 0, 5)).isFalse();
      }
    }
  }

  /// Tells whether ranges can be cloned on this file system.
  boolean clones(FileSystemFacts facts) {
    return facts.typeName().equals("xfs") || facts.typeName().equals("btrfs");
  }

  @Test
  void aClosedHandleIsOfNoUse() throws IOException {
    DirectoryHandle top = open();
    FileHandle file = top.openFile(NAME, OpenMode.CREATE);
    file.close();
    file.close();
    assertThatThrownBy(file::stat).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> file.read(0, new byte[1], 0, 1))
        .isInstanceOf(IllegalStateException.class);
    top.close();
    assertThatThrownBy(top::names).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> top.stat(NAME)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void syncs() throws IOException {
    try (DirectoryHandle top = open()) {
      write(top, NAME, new byte[] {1});
      top.sync();
      top.syncFileSystem();
      assertThat(top.fileSystem().readOnly()).isFalse();
      assertThat(top.fileSystem().availableBytes()).isPositive();
    }
  }
}

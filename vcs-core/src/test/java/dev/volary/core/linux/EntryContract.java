package dev.volary.core.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.volary.core.io.ByteString;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/// What every implementation of a directory handle holds to for single entries: names, content,
/// modes, times, owners, attributes. Concrete suites extend [HandleContract].
abstract class EntryContract {
  static final ByteString NAME = ByteString.utf8("name");
  static final ByteString OTHER = ByteString.utf8("other");
  static final ByteString ODD = ByteString.of(new byte[] {'x', (byte) 0xFF, '\n', '\\'});
  static final ByteString USER_NOTE = ByteString.utf8("user.note");
  static final ByteString TRUSTED_NOTE = ByteString.utf8("trusted.note");
  static final int MIB = 1 << 20;

  /// Opens the empty directory of the running test.
  abstract DirectoryHandle open() throws IOException;

  /// Tells whether the implementation acts as root.
  abstract boolean asRoot() throws IOException;

  static void write(DirectoryHandle directory, ByteString name, byte[] bytes) throws IOException {
    try (FileHandle file = directory.openFile(name, OpenMode.CREATE)) {
      file.write(0, bytes, 0, bytes.length);
    }
  }

  static byte[] read(DirectoryHandle directory, ByteString name) throws IOException {
    try (FileHandle file = directory.openFile(name, OpenMode.READ)) {
      byte[] bytes = new byte[(int) file.stat().size() + 1];
      return Arrays.copyOf(bytes, file.read(0, bytes, 0, bytes.length));
    }
  }

  static byte[] noise(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  static void assertRefused(ThrowingCallable call, Errno... reasons) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            LinuxException.class, e -> assertThat(e.reason()).isIn((Object[]) reasons));
  }

  @Test
  void aNewDirectoryIsEmpty() throws IOException {
    try (DirectoryHandle top = open()) {
      assertThat(top.names()).isEmpty();
      assertThat(top.stat().isDirectory()).isTrue();
      assertThat(top.statIfPresent(NAME)).isEmpty();
      assertRefused(() -> top.stat(NAME), Errno.ENOENT);
    }
  }

  @Test
  void namesAreBytes() throws IOException {
    try (DirectoryHandle top = open()) {
      write(top, ODD, new byte[] {1, 2});
      top.makeDirectory(ByteString.utf8("é"), 0755);

      assertThat(top.names()).containsExactlyInAnyOrder(ODD, ByteString.utf8("é"));
      assertThat(read(top, ODD)).containsExactly(1, 2);
      assertThat(top.stat(ODD).size()).isEqualTo(2);
    }
  }

  @Test
  void listsLargeDirectoriesAgainAndAgain() throws IOException {
    try (DirectoryHandle top = open()) {
      List<ByteString> made = new ArrayList<>();
      for (int i = 0; i < 2500; i++) {
        ByteString name = ByteString.utf8("a name as long as two hundred bytes ".repeat(5) + i);
        top.makeSymlink(name, NAME);
        made.add(name);
      }

      assertThat(top.names()).containsExactlyInAnyOrderElementsOf(made);
      assertThat(top.names()).hasSize(made.size());
    }
  }

  @Test
  void refusesNamesThatReachElsewhere() throws IOException {
    try (DirectoryHandle top = open()) {
      for (String name : List.of("", ".", "..", "a/b", "/", "a\0b", "n".repeat(256))) {
        assertThatThrownBy(() -> top.stat(ByteString.utf8(name)))
            .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> top.makeDirectory(ByteString.utf8(name), 0755))
            .isInstanceOf(IllegalArgumentException.class);
      }
    }
  }

  @Test
  void readsWhatWasWritten() throws IOException {
    byte[] content = noise(MIB + 777);
    try (DirectoryHandle top = open()) {
      write(top, NAME, content);
      assertThat(read(top, NAME)).isEqualTo(content);

      try (FileHandle file = top.openFile(NAME, OpenMode.WRITE)) {
        file.write(3, new byte[] {9, 8, 7}, 1, 2);
        byte[] piece = new byte[6];
        assertThat(file.read(2, piece, 1, 4)).isEqualTo(4);
        assertThat(piece).containsExactly(0, content[2], 8, 7, content[5], 0);
        assertThat(file.read(content.length - 1L, piece, 0, 6)).isEqualTo(1);
        assertThat(file.read(content.length + 10L, piece, 0, 6)).isZero();
        file.truncate(10);
        assertThat(file.stat().size()).isEqualTo(10);
        file.sync();
        file.flush();
      }
    }
  }

  @Test
  void createsOnlyWhatIsNotThere() throws IOException {
    try (DirectoryHandle top = open()) {
      write(top, NAME, new byte[1]);
      assertRefused(() -> top.openFile(NAME, OpenMode.CREATE), Errno.EEXIST);
      assertRefused(() -> top.openFile(OTHER, OpenMode.WRITE), Errno.ENOENT);
      try (FileHandle file = top.openFile(NAME, OpenMode.READ)) {
        assertRefused(() -> file.write(0, new byte[1], 0, 1), Errno.EBADF);
      }
    }
  }

  @Test
  void neverFollowsALink() throws IOException {
    try (DirectoryHandle top = open()) {
      top.makeDirectory(NAME, 0700);
      top.makeSymlink(OTHER, NAME);

      assertThat(top.readLink(OTHER)).isEqualTo(NAME);
      assertThat(top.stat(OTHER).isSymlink()).isTrue();
      assertRefused(() -> top.openDirectory(OTHER), Errno.ENOTDIR, Errno.ELOOP);
      assertRefused(() -> top.openFile(OTHER, OpenMode.READ), Errno.ELOOP);
      assertRefused(() -> top.setMode(OTHER, 0777), Errno.EOPNOTSUPP);
      assertRefused(() -> top.readLink(NAME), Errno.EINVAL);
      top.setTimes(OTHER, 77, 0);
      assertThat(top.stat(NAME).mode()).isEqualTo(0700);
      assertThat(top.stat(NAME).mtimeSeconds()).isNotEqualTo(77);
      assertThat(top.stat(OTHER).mtimeSeconds()).isEqualTo(77);
    }
  }

  @Test
  void opensOnlyRegularFilesAsFiles() throws IOException {
    try (DirectoryHandle top = open()) {
      top.makeNode(NAME, FileType.FIFO, 0600, DeviceNumber.NONE);
      top.makeDirectory(OTHER, 0700);

      assertRefused(() -> top.openFile(NAME, OpenMode.READ), Errno.EINVAL, Errno.ENXIO);
      assertRefused(() -> top.openFile(OTHER, OpenMode.READ), Errno.EISDIR);
      assertRefused(() -> top.openDirectory(NAME), Errno.ENOTDIR);
    }
  }

  @Test
  void givesExactModes() throws IOException {
    try (DirectoryHandle top = open()) {
      top.makeDirectory(NAME, 01777);
      top.makeNode(OTHER, FileType.SOCKET, 0666, DeviceNumber.NONE);
      write(top, ODD, new byte[0]);
      assertThat(top.stat(NAME).mode()).isEqualTo(01777);
      assertThat(top.stat(OTHER).mode()).isEqualTo(0666);
      assertThat(top.stat(OTHER).type()).isEqualTo(FileType.SOCKET);
      assertThat(top.stat(ODD).mode()).isEqualTo(0600);
      top.setMode(ODD, 04755);
      assertThat(top.stat(ODD).mode()).isEqualTo(04755);
      try (DirectoryHandle directory = top.openDirectory(NAME)) {
        directory.setOwnMode(0);
        assertThat(directory.stat().mode()).isZero();
        directory.setOwnMode(0755);
      }
    }
  }

  @Test
  void setsTimesToTheNanosecondBeforeAndAfterTheEpoch() throws IOException {
    try (DirectoryHandle top = open()) {
      write(top, NAME, new byte[0]);
      for (long seconds : new long[] {0, -86_400, 1_700_000_000L, 5_000_000_000L}) {
        top.setTimes(NAME, seconds, 123_456_789);
        assertThat(top.stat(NAME).mtimeSeconds()).isEqualTo(seconds);
        assertThat(top.stat(NAME).mtimeNanos()).isEqualTo(123_456_789);
      }
      try (FileHandle file = top.openFile(NAME, OpenMode.READ)) {
        file.setOwnTimes(42, 1);
        assertThat(file.stat().mtimeSeconds()).isEqualTo(42);
        assertThat(file.stat().mtimeNanos()).isEqualTo(1);
      }
    }
  }

  @Test
  void givesFilesAndLinksAway() throws IOException {
    assumeTrue(asRoot(), "giving files away needs root");
    try (DirectoryHandle top = open()) {
      write(top, NAME, new byte[0]);
      top.makeSymlink(OTHER, NAME);
      top.setOwner(OTHER, 4_000_000_000L, 7);
      assertThat(top.stat(OTHER).uid()).isEqualTo(4_000_000_000L);
      assertThat(top.stat(OTHER).gid()).isEqualTo(7);
      assertThat(top.stat(NAME).gid()).isZero();
      try (FileHandle file = top.openFile(NAME, OpenMode.READ)) {
        file.setOwnOwner(12, 13);
      }
      assertThat(top.stat(NAME).uid()).isEqualTo(12);
    }
  }

  @Test
  void makesDevices() throws IOException {
    assumeTrue(asRoot(), "making device nodes needs root");
    try (DirectoryHandle top = open()) {
      top.makeNode(NAME, FileType.CHAR_DEVICE, 0640, new DeviceNumber(1, 3));
      // xfs keeps no more than 9 bits of the major and 18 of the minor number.
      top.makeNode(OTHER, FileType.BLOCK_DEVICE, 0600, new DeviceNumber(0x1BC, 0x2BCDE));

      assertThat(top.stat(NAME).type()).isEqualTo(FileType.CHAR_DEVICE);
      assertThat(top.stat(NAME).mode()).isEqualTo(0640);
      assertThat(top.stat(NAME).rdevMinor()).isEqualTo(3);
      assertThat(top.stat(OTHER).type()).isEqualTo(FileType.BLOCK_DEVICE);
      assertThat(top.stat(OTHER).rdevMajor()).isEqualTo(0x1BC);
      assertThat(top.stat(OTHER).rdevMinor()).isEqualTo(0x2BCDE);
    }
  }

  @Test
  void keepsExtendedAttributes() throws IOException {
    ByteString value = ByteString.of(new byte[] {0, 1, (byte) 0xFE});
    try (DirectoryHandle top = open()) {
      write(top, NAME, new byte[0]);
      assertThat(top.xattrs(NAME)).isEmpty();
      top.setXattr(NAME, USER_NOTE, value);
      top.setXattr(NAME, ByteString.utf8("user.empty"), ByteString.EMPTY);
      top.setOwnXattr(USER_NOTE, ByteString.utf8("top"));

      assertThat(top.xattrs(NAME))
          .containsEntry(USER_NOTE, value)
          .containsEntry(ByteString.utf8("user.empty"), ByteString.EMPTY)
          .hasSize(2);
      assertThat(top.ownXattrs()).containsEntry(USER_NOTE, ByteString.utf8("top"));
      try (FileHandle file = top.openFile(NAME, OpenMode.WRITE)) {
        assertThat(file.ownXattrs()).isEqualTo(top.xattrs(NAME));
        file.removeOwnXattr(USER_NOTE);
      }
      assertThat(top.xattrs(NAME)).hasSize(1);
      assertRefused(() -> top.removeXattr(NAME, USER_NOTE), Errno.ENODATA);
    }
  }

  @Test
  void keepsAttributesOfLinksAndPipesThemselves() throws IOException {
    assumeTrue(asRoot(), "trusted attributes need root");
    try (DirectoryHandle top = open()) {
      top.makeSymlink(NAME, ByteString.utf8("nowhere"));
      top.makeNode(ODD, FileType.FIFO, 0600, DeviceNumber.NONE);
      top.setXattr(NAME, TRUSTED_NOTE, ByteString.utf8("link"));
      top.setXattr(ODD, TRUSTED_NOTE, ByteString.utf8("pipe"));

      assertThat(top.xattrs(NAME)).containsEntry(TRUSTED_NOTE, ByteString.utf8("link"));
      assertThat(top.xattrs(ODD)).containsEntry(TRUSTED_NOTE, ByteString.utf8("pipe"));
      top.removeXattr(ODD, TRUSTED_NOTE);
      assertThat(top.xattrs(ODD)).isEmpty();
      assertRefused(() -> top.setXattr(ODD, USER_NOTE, ByteString.EMPTY), Errno.EPERM);
    }
  }
}

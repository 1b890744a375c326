package dev.volary.core.restore;

import dev.volary.core.io.ByteString;
import dev.volary.core.linux.DeviceNumber;
import dev.volary.core.linux.DirectoryHandle;
import dev.volary.core.linux.FileHandle;
import dev.volary.core.linux.FileStat;
import dev.volary.core.linux.FileType;
import dev.volary.core.linux.OpenMode;
import dev.volary.fixtures.Seeds;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;

/// Makes random trees with every kind of entry, and changes them at random.
public final class RandomDisk {
  private static final int BLOCK = 64 << 10;
  private static final List<FileType> TYPES = List.of(FileType.values());

  private final RandomGenerator random;
  private final boolean root;

  /// @param root whether devices, foreign owners and the like can be made
  public RandomDisk(RandomGenerator random, boolean root) {
    this.random = random;
    this.root = root;
  }

  /// Fills `directory` with some entries, three levels deep at most.
  public void fill(DirectoryHandle directory, int levels) throws IOException {
    for (int i = random.nextInt(7); i >= 0; i--) {
      make(directory, name(), levels);
    }
  }

  /// Changes some entries of `directory` and those beneath.
  public void change(DirectoryHandle directory, int levels) throws IOException {
    List<ByteString> names = new ArrayList<>(directory.names());
    Collections.sort(names);
    for (ByteString name : names) {
      FileStat stat = directory.stat(name);
      switch (random.nextInt(9)) {
        case 0 -> remove(directory, name);
        case 1 -> {
          remove(directory, name);
          make(directory, name, levels);
        }
        case 2 -> attributes(directory, name, stat.type());
        case 3 -> move(directory, name);
        case 4 -> link(directory, name, stat);
        case 5, 6 -> touch(directory, name, stat, levels);
        default -> {
          if (stat.isDirectory()) {
            touch(directory, name, stat, levels);
          }
        }
      }
    }
    if (random.nextBoolean()) {
      make(directory, name(), levels);
    }
  }

  private void touch(DirectoryHandle directory, ByteString name, FileStat stat, int levels)
      throws IOException {
    if (stat.isDirectory()) {
      try (DirectoryHandle child = directory.openDirectory(name)) {
        change(child, levels - 1);
      }
    } else if (stat.isRegular()) {
      try (FileHandle file = directory.openFile(name, OpenMode.WRITE)) {
        write(file);
      }
    }
  }

  private void make(DirectoryHandle directory, ByteString name, int levels) throws IOException {
    if (directory.statIfPresent(name).isPresent()) {
      return;
    }
    FileType type = TYPES.get(random.nextInt(TYPES.size()));
    boolean device = type == FileType.BLOCK_DEVICE || type == FileType.CHAR_DEVICE;
    if (device && !root || random.nextInt(3) == 0) {
      type = FileType.REGULAR;
    }
    switch (type) {
      case REGULAR -> {
        try (FileHandle file = directory.openFile(name, OpenMode.CREATE)) {
          write(file);
        }
      }
      case DIRECTORY -> {
        directory.makeDirectory(name, 0755);
        if (levels > 0) {
          try (DirectoryHandle child = directory.openDirectory(name)) {
            fill(child, levels - 1);
          }
        }
      }
      case SYMLINK -> directory.makeSymlink(name, name());
      case BLOCK_DEVICE, CHAR_DEVICE ->
          directory.makeNode(name, type, 0600, new DeviceNumber(7, random.nextInt(300)));
      case FIFO, SOCKET -> directory.makeNode(name, type, 0640, DeviceNumber.NONE);
    }
    attributes(directory, name, type);
    if (random.nextInt(4) == 0 && type != FileType.DIRECTORY) {
      link(directory, name, directory.stat(name));
    }
  }

  private void move(DirectoryHandle directory, ByteString name) throws IOException {
    ByteString target = name();
    if (directory.statIfPresent(target).isEmpty()) {
      directory.rename(name, directory, target, true);
    }
  }

  private void link(DirectoryHandle directory, ByteString name, FileStat stat) throws IOException {
    ByteString second = name();
    if (!stat.isDirectory() && directory.statIfPresent(second).isEmpty()) {
      directory.link(directory, name, second);
    }
  }

  private void attributes(DirectoryHandle directory, ByteString name, FileType type)
      throws IOException {
    if (root && random.nextBoolean()) {
      directory.setOwner(name, random.nextInt(70000), random.nextInt(70000));
    }
    if (type != FileType.SYMLINK) {
      // A plain user must be able to read what is there.
      int mode = random.nextInt(01000) | (root ? random.nextInt(8) << 9 : 0700);
      directory.setMode(name, mode);
    }
    if ((type == FileType.REGULAR || type == FileType.DIRECTORY) && random.nextInt(3) == 0) {
      ByteString value = ByteString.of(Seeds.bytes(random, random.nextInt(100)));
      directory.setXattr(name, ByteString.utf8("user.x" + random.nextInt(3)), value);
      if (root) {
        directory.setXattr(name, ByteString.utf8("trusted.t"), value);
      }
    }
    directory.setTimes(name, random.nextLong(-1L << 30, 1L << 31), random.nextInt(1_000_000_000));
  }

  private void write(FileHandle file) throws IOException {
    switch (random.nextInt(5)) {
      case 0 -> file.truncate(0);
      case 1 -> file.truncate(random.nextLong(6 * BLOCK));
      case 2 -> file.truncate((long) random.nextInt(6) * BLOCK);
      default -> {}
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      byte[] bytes = Seeds.bytes(random, random.nextInt(1, 2 * BLOCK));
      file.write(random.nextLong(6 * BLOCK), bytes, 0, bytes.length);
    }
    if (random.nextInt(3) == 0) {
      byte[] zeros = new byte[BLOCK];
      file.write((long) random.nextInt(4) * BLOCK, zeros, 0, BLOCK);
    }
    if (random.nextInt(3) == 0) {
      file.punchHole(random.nextLong(4 * BLOCK), random.nextLong(1, 3 * BLOCK));
    }
  }

  private void remove(DirectoryHandle directory, ByteString name) throws IOException {
    if (!directory.stat(name).isDirectory()) {
      directory.remove(name);
      return;
    }
    empty(directory, name);
    directory.removeDirectory(name);
  }

  private void empty(DirectoryHandle directory, ByteString name) throws IOException {
    try (DirectoryHandle child = directory.openDirectory(name)) {
      for (ByteString each : child.names()) {
        remove(child, each);
      }
    }
  }

  private ByteString name() {
    return switch (random.nextInt(8)) {
      case 0 -> ByteString.of(new byte[] {(byte) 0xff, '\n', (byte) random.nextInt(1, 40)});
      case 1 -> ByteString.utf8("n".repeat(random.nextInt(1, 256)));
      default -> ByteString.utf8("n" + random.nextInt(30));
    };
  }
}

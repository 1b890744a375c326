package dev.volary.core.linux;

/// What kind of entry a name stands for.
public enum FileType {
  /// A file with bytes.
  REGULAR(0x8000),
  /// A directory.
  DIRECTORY(0x4000),
  /// A symbolic link.
  SYMLINK(0xA000),
  /// A character device node.
  CHAR_DEVICE(0x2000),
  /// A block device node.
  BLOCK_DEVICE(0x6000),
  /// A named pipe.
  FIFO(0x1000),
  /// A Unix-domain socket.
  SOCKET(0xC000);

  private static final int MASK = 0xF000;

  private final int bits;

  FileType(int bits) {
    this.bits = bits;
  }

  /// Returns the type's bits as they stand in `st_mode`.
  public int bits() {
    return bits;
  }

  /// Returns the type that `st_mode` names.
  static FileType ofMode(int mode) {
    return switch (mode & MASK) {
      case 0x8000 -> REGULAR;
      case 0x4000 -> DIRECTORY;
      case 0xA000 -> SYMLINK;
      case 0x2000 -> CHAR_DEVICE;
      case 0x6000 -> BLOCK_DEVICE;
      case 0x1000 -> FIFO;
      case 0xC000 -> SOCKET;
      default -> throw new IllegalArgumentException("no file type has mode " + mode);
    };
  }
}

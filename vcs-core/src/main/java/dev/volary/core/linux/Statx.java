package dev.volary.core.linux;

import dev.volary.core.io.ByteString;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// The `statx` call and the layout of its answer (`linux/stat.h`, equal on all machines).
final class Statx {
  private static final int BASIC_STATS_BIRTH_AND_MOUNT = 0x7FF | 0x800 | 0x1000;
  private static final int BIRTH = 0x800;
  private static final int MOUNT_ID = 0x1000;
  private static final long ATTRIBUTE_MOUNT_ROOT = 0x2000;
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;

  private Statx() {}

  /// Asks for `name` in the directory, or for the descriptor itself if the name is empty; 0 or the
  /// negated errno. The answer is in the scratch's structure.
  static long call(Scratch scratch, int descriptor, ByteString name) throws LinuxException {
    int flags = Kernel.AT_SYMLINK_NOFOLLOW | Kernel.AT_NO_AUTOMOUNT;
    return Kernel.call(
        scratch,
        Kernel.Call.STATX,
        descriptor,
        scratch.path(name),
        name.isEmpty() ? flags | Kernel.AT_EMPTY_PATH : flags,
        BASIC_STATS_BIRTH_AND_MOUNT,
        scratch.structure().address(),
        0);
  }

  /// Returns the mode field of an answer, type bits included.
  static int rawMode(MemorySegment s) {
    return Short.toUnsignedInt(s.get(ValueLayout.JAVA_SHORT, 28));
  }

  /// Decodes an answer.
  static FileStat decode(MemorySegment s) {
    int mask = s.get(INT, 0);
    int mode = rawMode(s);
    boolean born = (mask & BIRTH) != 0;
    return new FileStat(
        ((long) s.get(INT, 136) << 32) | Integer.toUnsignedLong(s.get(INT, 140)),
        s.get(LONG, 32),
        FileType.ofMode(mode),
        mode & 0xFFF,
        Integer.toUnsignedLong(s.get(INT, 16)),
        Integer.toUnsignedLong(s.get(INT, 20)),
        Integer.toUnsignedLong(s.get(INT, 24)),
        s.get(LONG, 40),
        s.get(LONG, 48),
        s.get(LONG, 112),
        s.get(INT, 120),
        s.get(LONG, 96),
        s.get(INT, 104),
        born ? s.get(LONG, 80) : 0,
        born ? s.get(INT, 88) : 0,
        s.get(INT, 128),
        s.get(INT, 132),
        (mask & MOUNT_ID) != 0 ? s.get(LONG, 144) : 0,
        (s.get(LONG, 8) & ATTRIBUTE_MOUNT_ROOT) != 0);
  }
}

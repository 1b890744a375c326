package dev.volary.core.linux;

import java.io.IOException;

/// An open regular file, read and written at explicit positions.
public interface FileHandle extends Handle {
  /// Tells whether this is the file that was seen as `seen`; the copy that opening a file of a
  /// lower layer for writing makes counts as it.
  default boolean isOf(FileStat seen) throws IOException {
    return stat().isSameFile(seen);
  }

  /// Reads up to `length` bytes from `position` on; returns how many, fewer only at the end.
  int read(long position, byte[] target, int offset, int length) throws IOException;

  /// Writes all `length` bytes at `position`, growing the file where needed.
  void write(long position, byte[] source, int offset, int length) throws IOException;

  /// Cuts the file, or grows it by a hole.
  void truncate(long size) throws IOException;

  /// Makes the range read as zeros and gives its whole blocks back, the size unchanged; where the
  /// file system can't punch holes it throws [Errno#EOPNOTSUPP].
  void punchHole(long position, long length) throws IOException;

  /// Returns where the next data at or after `from` begins, or -1 if only a hole follows.
  long nextData(long from) throws IOException;

  /// Returns where the next hole at or after `from` begins (the end counts as one), or -1 if `from`
  /// is at or past the end.
  long nextHole(long from) throws IOException;

  /// Writes dirty pages back so that a later stat shows every store that was made through `mmap`
  /// before; true only for file systems whose [FileSystemFacts#trustworthyStat] is set.
  void flush() throws IOException;

  /// Copies a range of `from` to the same place of this file, as bytes.
  ///
  /// @return how many bytes were there, less than `length` only at the end of `from`
  default long copyRange(FileHandle from, long position, long length) throws IOException {
    byte[] piece = new byte[(int) Math.min(length, 1 << 16)];
    long done = 0;
    while (done < length) {
      int want = (int) Math.min(piece.length, length - done);
      int got = from.read(position + done, piece, 0, want);
      write(position + done, piece, 0, got);
      done += got;
      if (got < want) {
        break;
      }
    }
    return done;
  }

  /// Shares the blocks of a range of `from` into this file.
  ///
  /// @return whether the file system could; false leaves this file as it was
  boolean cloneRange(FileHandle from, long fromPosition, long toPosition, long length)
      throws IOException;
}

package dev.volary.core.linux;

import dev.volary.core.io.ByteString;
import dev.volary.core.linux.Kernel.Call;
import java.io.IOException;
import java.util.Objects;

/// A regular file of the machine.
final class NativeFile extends NativeHandle implements FileHandle {
  private static final int SEEK_DATA = 3;
  private static final int SEEK_HOLE = 4;
  private static final int FALLOC_KEEP_SIZE_PUNCH_HOLE = 1 | 2;
  private static final int SYNC_WAIT_BEFORE_WRITE_WAIT_AFTER = 1 | 2 | 4;
  private static final long FICLONERANGE = 0x4020940DL;

  NativeFile(int descriptor, long device) {
    super(descriptor, device);
  }

  @Override
  public int read(long position, byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    Scratch scratch = Scratch.current();
    int done = 0;
    while (done < length) {
      int want = Math.min(length - done, Scratch.BUFFER_BYTES);
      int got = (int) own(Call.PREAD64, scratch.bufferAddress(), want, position + done);
      if (got == 0) {
        break;
      }
      scratch.takeBuffer(target, offset + done, got);
      done += got;
    }
    return done;
  }

  @Override
  public void write(long position, byte[] source, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, source.length);
    Scratch scratch = Scratch.current();
    int done = 0;
    while (done < length) {
      int want = Math.min(length - done, Scratch.BUFFER_BYTES);
      scratch.fillBuffer(source, offset + done, want);
      done += (int) own(Call.PWRITE64, scratch.bufferAddress(), want, position + done);
    }
  }

  /// Through one small buffer, which stays in the processor's own cache: 5.3 GB/s on two cores from
  /// and to the page cache, where `copy_file_range` and `sendfile` made 3.2, writing from a mapping
  /// 4.0, and a buffer of 1 MiB 2.0.
  @Override
  public long copyRange(FileHandle from, long position, long length) throws IOException {
    Scratch scratch = Scratch.current();
    long buffer = scratch.bufferAddress();
    long done = 0;
    while (done < length) {
      long want = Math.min(length - done, Scratch.BUFFER_BYTES);
      long at = position + done;
      long got =
          Kernel.check(
              Kernel.call(scratch, Call.PREAD64, from.descriptor(), buffer, want, at),
              Call.PREAD64,
              ByteString.EMPTY);
      if (got == 0) {
        break;
      }
      for (long written = 0; written < got; ) {
        written += own(Call.PWRITE64, buffer + written, got - written, at + written);
      }
      done += got;
    }
    return done;
  }

  @Override
  public void truncate(long size) throws IOException {
    own(Call.FTRUNCATE, size, 0, 0);
  }

  @Override
  public void punchHole(long position, long length) throws IOException {
    own(Call.FALLOCATE, FALLOC_KEEP_SIZE_PUNCH_HOLE, position, length);
  }

  @Override
  public long nextData(long from) throws IOException {
    return seek(from, SEEK_DATA);
  }

  @Override
  public long nextHole(long from) throws IOException {
    return seek(from, SEEK_HOLE);
  }

  private long seek(long from, int whence) throws IOException {
    long found = Kernel.call(Scratch.current(), Call.LSEEK, descriptor(), from, whence, 0);
    if (found == -Errno.ENXIO.number()) {
      return -1;
    }
    return Kernel.check(found, Call.LSEEK, ByteString.EMPTY);
  }

  @Override
  public void flush() throws IOException {
    if (fileSystem().flushesByRange()) {
      own(Call.SYNC_FILE_RANGE, 0, 0, SYNC_WAIT_BEFORE_WRITE_WAIT_AFTER);
    } else {
      own(Call.FDATASYNC, 0, 0, 0);
    }
  }

  @Override
  public boolean cloneRange(FileHandle from, long fromPosition, long toPosition, long length)
      throws IOException {
    if (length == 0) {
      return true; // the kernel would take it as "to the end"
    }
    Scratch scratch = Scratch.current();
    scratch
        .structure()
        .putLong(0, from.descriptor())
        .putLong(8, fromPosition)
        .putLong(16, length)
        .putLong(24, toPosition);
    long range = scratch.structureAddress();
    long result = Kernel.call(scratch, Call.IOCTL, descriptor(), FICLONERANGE, range, 0);
    return switch (Errno.of((int) -result)) {
      case EOPNOTSUPP, ENOTTY, EXDEV, EINVAL, ETXTBSY -> false;
      default -> Kernel.check(result, Call.IOCTL, ByteString.EMPTY) == 0;
    };
  }
}

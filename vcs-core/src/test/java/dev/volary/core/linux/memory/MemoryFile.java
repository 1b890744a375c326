package dev.volary.core.linux.memory;

import dev.volary.core.linux.Errno;
import dev.volary.core.linux.FileHandle;
import dev.volary.core.linux.LinuxException;
import java.io.IOException;
import java.util.Objects;

/// An open regular file in memory.
final class MemoryFile extends MemoryHandle implements FileHandle {
  private final boolean writable;

  MemoryFile(MemoryVolume volume, Inode inode, boolean writable) {
    super(volume, inode);
    this.writable = writable;
  }

  @Override
  public int read(long position, byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    synchronized (volume) {
      return own("pread64").content.read(position, target, offset, length);
    }
  }

  @Override
  public void write(long position, byte[] source, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, source.length);
    synchronized (volume) {
      Inode inode = forWriting("pwrite64", Errno.EBADF);
      inode.content.write(position, source, offset, length);
      volume.touchContent(inode);
    }
  }

  @Override
  public void truncate(long size) throws IOException {
    synchronized (volume) {
      Inode inode = forWriting("ftruncate", Errno.EINVAL);
      inode.content.truncate(size);
      volume.touchContent(inode);
    }
  }

  @Override
  public void punchHole(long position, long length) throws IOException {
    synchronized (volume) {
      Inode inode = forWriting("fallocate", Errno.EBADF);
      inode.content.punch(position, length);
      volume.touchContent(inode);
    }
  }

  @Override
  public long nextData(long from) throws IOException {
    synchronized (volume) {
      return own("lseek").content.next(from, true);
    }
  }

  @Override
  public long nextHole(long from) throws IOException {
    synchronized (volume) {
      return own("lseek").content.next(from, false);
    }
  }

  @Override
  public void flush() throws IOException {
    synchronized (volume) {
      Inode inode = own("sync_file_range");
      inode.pagesDirty &= !volume.flushShowsStores();
    }
  }

  @Override
  public boolean cloneRange(FileHandle from, long fromPosition, long toPosition, long length)
      throws IOException {
    synchronized (volume) {
      Inode inode = forWriting("ioctl", Errno.EBADF);
      MemoryFile source = (MemoryFile) from;
      boolean aligned =
          fromPosition % Content.BLOCK_BYTES == 0
              && toPosition % Content.BLOCK_BYTES == 0
              && (length % Content.BLOCK_BYTES == 0
                  || fromPosition + length == source.inode().content.size());
      if (!volume.canClone() || source.volume != volume || !aligned) {
        return false;
      }
      byte[] bytes = new byte[Math.toIntExact(length)];
      int got = source.inode().content.read(fromPosition, bytes, 0, bytes.length);
      if (got < length) {
        return false;
      }
      inode.content.write(toPosition, bytes, 0, got);
      volume.touchContent(inode);
      return true;
    }
  }

  private Inode forWriting(String call, Errno otherwise) throws IOException {
    Inode inode = own(call);
    if (!writable) {
      throw new LinuxException(call, "", otherwise);
    }
    return inode;
  }
}

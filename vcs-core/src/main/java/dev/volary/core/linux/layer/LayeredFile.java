package dev.volary.core.linux.layer;

import dev.volary.core.io.ByteString;
import dev.volary.core.linux.FileHandle;
import dev.volary.core.linux.FileStat;
import dev.volary.core.linux.FileSystemFacts;
import java.io.IOException;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// A file of an overlay opened for writing: written through the mount, with the attributes that it
/// has in the upper layer.
final class LayeredFile implements FileHandle {
  private final FileHandle file;
  private final FileHandle above;
  private final @Nullable FileStat before;

  /// @param file the file as the mount shows it
  /// @param above the same file in the upper layer
  /// @param before its attributes before it was opened, which may be those of the lower layer
  LayeredFile(FileHandle file, FileHandle above, @Nullable FileStat before) {
    this.file = file;
    this.above = above;
    this.before = before;
  }

  @Override
  public FileStat stat() throws IOException {
    return above.stat().reachedThrough(0);
  }

  @Override
  public boolean isOf(FileStat seen) throws IOException {
    return before != null && before.isSameFile(seen) || stat().isSameFile(seen);
  }

  @Override
  public int read(long position, byte[] target, int offset, int length) throws IOException {
    return file.read(position, target, offset, length);
  }

  @Override
  public void write(long position, byte[] source, int offset, int length) throws IOException {
    file.write(position, source, offset, length);
  }

  @Override
  public void truncate(long size) throws IOException {
    file.truncate(size);
  }

  @Override
  public void punchHole(long position, long length) throws IOException {
    file.punchHole(position, length);
  }

  @Override
  public long nextData(long from) throws IOException {
    return file.nextData(from);
  }

  @Override
  public long nextHole(long from) throws IOException {
    return file.nextHole(from);
  }

  @Override
  public void flush() throws IOException {
    file.flush();
  }

  @Override
  public boolean cloneRange(FileHandle from, long fromPosition, long toPosition, long length)
      throws IOException {
    return file.cloneRange(from, fromPosition, toPosition, length);
  }

  @Override
  public SortedMap<ByteString, ByteString> ownXattrs() throws IOException {
    return file.ownXattrs();
  }

  @Override
  public void setOwnMode(int mode) throws IOException {
    file.setOwnMode(mode);
  }

  @Override
  public void setOwnOwner(long uid, long gid) throws IOException {
    file.setOwnOwner(uid, gid);
  }

  @Override
  public void setOwnTimes(long seconds, int nanos) throws IOException {
    file.setOwnTimes(seconds, nanos);
  }

  @Override
  public void setOwnXattr(ByteString attribute, ByteString value) throws IOException {
    file.setOwnXattr(attribute, value);
  }

  @Override
  public void removeOwnXattr(ByteString attribute) throws IOException {
    file.removeOwnXattr(attribute);
  }

  @Override
  public void sync() throws IOException {
    file.sync();
  }

  @Override
  public FileSystemFacts fileSystem() throws IOException {
    return file.fileSystem();
  }

  @Override
  public int descriptor() {
    return file.descriptor();
  }

  @Override
  public void close() {
    try (above) {
      file.close();
    }
  }
}

package dev.volary.core.linux.layer;

import dev.volary.core.io.ByteString;
import dev.volary.core.linux.DeviceNumber;
import dev.volary.core.linux.DirectoryHandle;
import dev.volary.core.linux.FileType;
import java.io.IOException;
import java.io.UncheckedIOException;

/// A directory of an overlay as far as it is changed: always through the mount, for what is written
/// to the layers of a mounted overlay has no defined effect.
abstract sealed class WrittenThroughMount implements DirectoryHandle permits LayeredDirectory {
  /// Returns the directory as the mount shows it.
  abstract DirectoryHandle merged() throws IOException;

  @Override
  public void makeDirectory(ByteString entry, int mode) throws IOException {
    merged().makeDirectory(entry, mode);
  }

  @Override
  public void makeSymlink(ByteString entry, ByteString target) throws IOException {
    merged().makeSymlink(entry, target);
  }

  @Override
  public void makeNode(ByteString entry, FileType type, int mode, DeviceNumber device)
      throws IOException {
    merged().makeNode(entry, type, mode, device);
  }

  @Override
  public void link(DirectoryHandle fromDirectory, ByteString fromName, ByteString entry)
      throws IOException {
    merged().link(fromDirectory, fromName, entry);
  }

  @Override
  public void rename(ByteString from, DirectoryHandle toDirectory, ByteString to, boolean noReplace)
      throws IOException {
    merged().rename(from, toDirectory, to, noReplace);
  }

  @Override
  public void remove(ByteString entry) throws IOException {
    merged().remove(entry);
  }

  @Override
  public void removeDirectory(ByteString entry) throws IOException {
    merged().removeDirectory(entry);
  }

  @Override
  public void setMode(ByteString entry, int mode) throws IOException {
    merged().setMode(entry, mode);
  }

  @Override
  public void setOwner(ByteString entry, long uid, long gid) throws IOException {
    merged().setOwner(entry, uid, gid);
  }

  @Override
  public void setTimes(ByteString entry, long seconds, int nanos) throws IOException {
    merged().setTimes(entry, seconds, nanos);
  }

  @Override
  public void setXattr(ByteString entry, ByteString attribute, ByteString value)
      throws IOException {
    merged().setXattr(entry, attribute, value);
  }

  @Override
  public void removeXattr(ByteString entry, ByteString attribute) throws IOException {
    merged().removeXattr(entry, attribute);
  }

  @Override
  public void setOwnMode(int mode) throws IOException {
    merged().setOwnMode(mode);
  }

  @Override
  public void setOwnOwner(long uid, long gid) throws IOException {
    merged().setOwnOwner(uid, gid);
  }

  @Override
  public void setOwnTimes(long seconds, int nanos) throws IOException {
    merged().setOwnTimes(seconds, nanos);
  }

  @Override
  public void setOwnXattr(ByteString attribute, ByteString value) throws IOException {
    merged().setOwnXattr(attribute, value);
  }

  @Override
  public void removeOwnXattr(ByteString attribute) throws IOException {
    merged().removeOwnXattr(attribute);
  }

  @Override
  public void sync() throws IOException {
    merged().sync();
  }

  @Override
  public void syncFileSystem() throws IOException {
    merged().syncFileSystem();
  }

  @Override
  public void freeze() throws IOException {
    merged().freeze();
  }

  @Override
  public void thaw() throws IOException {
    merged().thaw();
  }

  @Override
  public int descriptor() {
    try {
      return merged().descriptor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package dev.volary.core.restore.entry;

import dev.volary.core.io.ByteString;
import dev.volary.core.linux.DirectoryHandle;
import dev.volary.core.linux.FileStat;
import dev.volary.core.linux.Handle;
import java.io.IOException;
import java.util.SortedMap;

/// Something whose attributes can be set: an open file or directory, or a name in a directory.
public sealed interface AttributeTarget {
  FileStat stat() throws IOException;

  SortedMap<ByteString, ByteString> xattrs() throws IOException;

  void setMode(int mode) throws IOException;

  void setOwner(long uid, long gid) throws IOException;

  void setTimes(long seconds, int nanos) throws IOException;

  void setXattr(ByteString attribute, ByteString value) throws IOException;

  void removeXattr(ByteString attribute) throws IOException;

  /// An open file or directory.
  record Opened(Handle handle) implements AttributeTarget {
    @Override
    public FileStat stat() throws IOException {
      return handle.stat();
    }

    @Override
    public SortedMap<ByteString, ByteString> xattrs() throws IOException {
      return handle.ownXattrs();
    }

    @Override
    public void setMode(int mode) throws IOException {
      handle.setOwnMode(mode);
    }

    @Override
    public void setOwner(long uid, long gid) throws IOException {
      handle.setOwnOwner(uid, gid);
    }

    @Override
    public void setTimes(long seconds, int nanos) throws IOException {
      handle.setOwnTimes(seconds, nanos);
    }

    @Override
    public void setXattr(ByteString attribute, ByteString value) throws IOException {
      handle.setOwnXattr(attribute, value);
    }

    @Override
    public void removeXattr(ByteString attribute) throws IOException {
      handle.removeOwnXattr(attribute);
    }
  }

  /// A name in an open directory, never followed.
  record Named(DirectoryHandle directory, ByteString name) implements AttributeTarget {
    @Override
    public FileStat stat() throws IOException {
      return directory.stat(name);
    }

    @Override
    public SortedMap<ByteString, ByteString> xattrs() throws IOException {
      return directory.xattrs(name);
    }

    @Override
    public void setMode(int mode) throws IOException {
      directory.setMode(name, mode);
    }

    @Override
    public void setOwner(long uid, long gid) throws IOException {
      directory.setOwner(name, uid, gid);
    }

    @Override
    public void setTimes(long seconds, int nanos) throws IOException {
      directory.setTimes(name, seconds, nanos);
    }

    @Override
    public void setXattr(ByteString attribute, ByteString value) throws IOException {
      directory.setXattr(name, attribute, value);
    }

    @Override
    public void removeXattr(ByteString attribute) throws IOException {
      directory.removeXattr(name, attribute);
    }
  }
}

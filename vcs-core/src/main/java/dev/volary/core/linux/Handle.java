package dev.volary.core.linux;

import dev.volary.core.io.ByteString;
import java.io.IOException;
import java.util.SortedMap;

/// An open file or directory and the attributes of its own inode, whatever its name is by now.
///
/// Safe for use by several threads, but for [#close]: no other call may run during it, and every
/// call after it throws [IllegalStateException]. Failures of the kernel are [LinuxException]s.
public interface Handle extends AutoCloseable {
  /// Returns its attributes now.
  FileStat stat() throws IOException;

  /// Returns its extended attributes, ACLs and capabilities included; empty where the file system
  /// has none.
  SortedMap<ByteString, ByteString> ownXattrs() throws IOException;

  /// Sets its 12 permission bits.
  void setOwnMode(int mode) throws IOException;

  /// Sets its owner and group (this clears set-id bits and file capabilities).
  void setOwnOwner(long uid, long gid) throws IOException;

  /// Sets its modification time and leaves the access time.
  void setOwnTimes(long seconds, int nanos) throws IOException;

  /// Creates or replaces one extended attribute.
  void setOwnXattr(ByteString attribute, ByteString value) throws IOException;

  /// Removes one extended attribute.
  void removeOwnXattr(ByteString attribute) throws IOException;

  /// Makes its content and attributes durable (`fsync`).
  void sync() throws IOException;

  /// Returns what is known about its file system now.
  FileSystemFacts fileSystem() throws IOException;

  /// Returns the number of the open descriptor; it stays owned by this handle.
  int descriptor();

  /// Closes it; a second call does nothing.
  @Override
  void close();
}

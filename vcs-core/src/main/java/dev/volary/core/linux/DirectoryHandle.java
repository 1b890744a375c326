package dev.volary.core.linux;

import dev.volary.core.io.ByteString;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/// An open directory. Names are single components (1 to 255 bytes without `/` and NUL, not `.` or
/// `..`; anything else is an [IllegalArgumentException]) and are looked up in exactly this
/// directory; the last component is never followed if it is a symbolic link, so paths of any depth
/// are walked one directory at a time.
public interface DirectoryHandle extends Handle {
  /// Returns the directories of this directory that lie elsewhere, and so can't be removed or
  /// replaced; none where nothing was joined to it.
  default SortedMap<ByteString, DirectoryHandle> subvolumes() {
    return Collections.emptySortedMap();
  }

  /// Returns all names but `.` and `..`, in no order.
  List<ByteString> names() throws IOException;

  /// Returns the attributes of an entry; [Errno#ENOENT] if there is none.
  FileStat stat(ByteString name) throws IOException;

  /// Returns the attributes of an entry, if there is one.
  Optional<FileStat> statIfPresent(ByteString name) throws IOException;

  /// Opens a directory of this directory; [Errno#ENOTDIR] or [Errno#ELOOP] for anything else.
  DirectoryHandle openDirectory(ByteString name) throws IOException;

  /// Opens a regular file; [Errno#ELOOP] for a symbolic link, [Errno#EISDIR], [Errno#ENXIO] or
  /// [Errno#EINVAL] for anything else.
  FileHandle openFile(ByteString name, OpenMode mode) throws IOException;

  /// Makes a file for reading and writing that has no name and vanishes on close unless
  /// [#linkUnnamed] names it; [Errno#EOPNOTSUPP] where the file system can't.
  FileHandle openUnnamed() throws IOException;

  /// Names a file from [#openUnnamed]; fails if the name is taken.
  void linkUnnamed(FileHandle file, ByteString name) throws IOException;

  /// Returns the target of a symbolic link.
  ByteString readLink(ByteString name) throws IOException;

  /// Returns the extended attributes of an entry of any type, of a link itself too.
  SortedMap<ByteString, ByteString> xattrs(ByteString name) throws IOException;

  /// Makes a directory with exactly the permission bits `mode`, whatever the umask.
  void makeDirectory(ByteString name, int mode) throws IOException;

  /// Makes a symbolic link.
  void makeSymlink(ByteString name, ByteString target) throws IOException;

  /// Makes a fifo, socket or device node with exactly the permission bits `mode`.
  void makeNode(ByteString name, FileType type, int mode, DeviceNumber device) throws IOException;

  /// Gives the entry `fromName` of `fromDirectory` (a symbolic link itself) a second name here.
  void link(DirectoryHandle fromDirectory, ByteString fromName, ByteString name) throws IOException;

  /// Renames an entry; replaces what has the new name, or fails with [Errno#EEXIST] if `noReplace`.
  void rename(ByteString from, DirectoryHandle toDirectory, ByteString to, boolean noReplace)
      throws IOException;

  /// Removes the name of anything but a directory.
  void remove(ByteString name) throws IOException;

  /// Removes an empty directory.
  void removeDirectory(ByteString name) throws IOException;

  /// Sets an entry's 12 permission bits; [Errno#EOPNOTSUPP] for a symbolic link, which has none.
  void setMode(ByteString name, int mode) throws IOException;

  /// Sets an entry's owner and group (this clears set-id bits and file capabilities).
  void setOwner(ByteString name, long uid, long gid) throws IOException;

  /// Sets an entry's modification time and leaves the access time.
  void setTimes(ByteString name, long seconds, int nanos) throws IOException;

  /// Creates or replaces one extended attribute of an entry of any type.
  void setXattr(ByteString name, ByteString attribute, ByteString value) throws IOException;

  /// Removes one extended attribute of an entry of any type.
  void removeXattr(ByteString name, ByteString attribute) throws IOException;

  /// Writes back everything dirty on this directory's file system (`syncfs`).
  void syncFileSystem() throws IOException;

  /// Stops all writes to this directory's file system until [#thaw] (`FIFREEZE`).
  void freeze() throws IOException;

  /// Lets writes to this directory's file system go on (`FITHAW`).
  void thaw() throws IOException;

  /// Makes the directory `name` here, a read-only snapshot of a subvolume of btrfs: all that is in
  /// it at this moment, but for subvolumes in it, which are empty directories in the snapshot.
  /// Fails with [Errno#EXDEV] for one of another file system.
  default void makeSnapshot(ByteString name, DirectoryHandle subvolume) throws IOException {
    throw new LinuxException("snapshot", name.toString(), Errno.EOPNOTSUPP);
  }

  /// Removes the subvolume `name` of btrfs with all that is in it, a snapshot too.
  default void removeSubvolume(ByteString name) throws IOException {
    throw new LinuxException("remove", name.toString(), Errno.EOPNOTSUPP);
  }
}

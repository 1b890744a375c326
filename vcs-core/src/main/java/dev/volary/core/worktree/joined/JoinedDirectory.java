package dev.volary.core.worktree.joined;

import dev.volary.core.io.ByteString;
import dev.volary.core.linux.DeviceNumber;
import dev.volary.core.linux.DirectoryHandle;
import dev.volary.core.linux.Errno;
import dev.volary.core.linux.FileHandle;
import dev.volary.core.linux.FileStat;
import dev.volary.core.linux.FileSystemFacts;
import dev.volary.core.linux.FileType;
import dev.volary.core.linux.Linux;
import dev.volary.core.linux.LinuxException;
import dev.volary.core.linux.OpenMode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// A directory in which some entries are directories that lie elsewhere, on other file systems
/// maybe: subvolumes. They look like any entry, no mounts, but can't be removed or replaced.
///
/// What has a subvolume's name in the directory itself is not seen. Owns all handles it is given.
public final class JoinedDirectory implements DirectoryHandle {
  private final DirectoryHandle top;
  private final SortedMap<ByteString, DirectoryHandle> subvolumes;

  /// @param top holds everything else
  /// @param subvolumes by name; at least one
  public JoinedDirectory(DirectoryHandle top, SortedMap<ByteString, DirectoryHandle> subvolumes) {
    if (subvolumes.isEmpty()) {
      throw new IllegalArgumentException("nothing to join");
    }
    this.top = top;
    this.subvolumes = Collections.unmodifiableSortedMap(new TreeMap<>(subvolumes));
  }

  @Override
  public SortedMap<ByteString, DirectoryHandle> subvolumes() {
    return subvolumes;
  }

  private Optional<DirectoryHandle> subvolume(ByteString name) {
    return Optional.ofNullable(subvolumes.get(name));
  }

  private void refuse(String call, ByteString name, Errno reason) throws LinuxException {
    if (subvolumes.containsKey(name)) {
      throw new LinuxException(call, name.toString(), reason);
    }
  }

  @Override
  public List<ByteString> names() throws IOException {
    List<ByteString> names = new ArrayList<>(top.names());
    names.removeAll(subvolumes.keySet());
    names.addAll(subvolumes.keySet());
    return names;
  }

  @Override
  public FileStat stat(ByteString name) throws IOException {
    Optional<DirectoryHandle> subvolume = subvolume(name);
    return subvolume.isPresent() ? asEntry(subvolume.get()) : top.stat(name);
  }

  /// A subvolume is no mount here, even if it is one where it lies.
  private FileStat asEntry(DirectoryHandle subvolume) throws IOException {
    return subvolume.stat().reachedThrough(top.stat().mountId());
  }

  @Override
  public Optional<FileStat> statIfPresent(ByteString name) throws IOException {
    Optional<DirectoryHandle> subvolume = subvolume(name);
    return subvolume.isPresent() ? Optional.of(asEntry(subvolume.get())) : top.statIfPresent(name);
  }

  @Override
  public DirectoryHandle openDirectory(ByteString name) throws IOException {
    Optional<DirectoryHandle> subvolume = subvolume(name);
    if (subvolume.isEmpty()) {
      return top.openDirectory(name);
    }
    // Whatever has its path by now, this is the directory that was opened.
    return Linux.openRoot(ByteString.utf8("/proc/self/fd/" + subvolume.get().descriptor()));
  }

  @Override
  public FileHandle openFile(ByteString name, OpenMode mode) throws IOException {
    refuse("openat", name, mode == OpenMode.CREATE ? Errno.EEXIST : Errno.EISDIR);
    return top.openFile(name, mode);
  }

  /// In a subvolume, where the data is.
  @Override
  public FileHandle openUnnamed() throws IOException {
    return subvolumes.firstEntry().getValue().openUnnamed();
  }

  @Override
  public void linkUnnamed(FileHandle file, ByteString name) throws IOException {
    refuse("linkat", name, Errno.EEXIST);
    top.linkUnnamed(file, name);
  }

  @Override
  public ByteString readLink(ByteString name) throws IOException {
    refuse("readlinkat", name, Errno.EINVAL);
    return top.readLink(name);
  }

  @Override
  public SortedMap<ByteString, ByteString> xattrs(ByteString name) throws IOException {
    Optional<DirectoryHandle> subvolume = subvolume(name);
    return subvolume.isPresent() ? subvolume.get().ownXattrs() : top.xattrs(name);
  }

  @Override
  public void makeDirectory(ByteString name, int mode) throws IOException {
    refuse("mkdirat", name, Errno.EEXIST);
    top.makeDirectory(name, mode);
  }

  @Override
  public void makeSymlink(ByteString name, ByteString target) throws IOException {
    refuse("symlinkat", name, Errno.EEXIST);
    top.makeSymlink(name, target);
  }

  @Override
  public void makeNode(ByteString name, FileType type, int mode, DeviceNumber device)
      throws IOException {
    refuse("mknodat", name, Errno.EEXIST);
    top.makeNode(name, type, mode, device);
  }

  @Override
  public void link(DirectoryHandle fromDirectory, ByteString fromName, ByteString name)
      throws IOException {
    refuse("linkat", name, Errno.EEXIST);
    top.link(fromDirectory, fromName, name);
  }

  @Override
  public void rename(ByteString from, DirectoryHandle toDirectory, ByteString to, boolean noReplace)
      throws IOException {
    refuse("renameat2", from, Errno.EBUSY);
    if (toDirectory.subvolumes().containsKey(to)) {
      throw new LinuxException("renameat2", to.toString(), Errno.EBUSY);
    }
    top.rename(from, toDirectory, to, noReplace);
  }

  @Override
  public void remove(ByteString name) throws IOException {
    refuse("unlinkat", name, Errno.EISDIR);
    top.remove(name);
  }

  @Override
  public void removeDirectory(ByteString name) throws IOException {
    refuse("unlinkat", name, Errno.EBUSY);
    top.removeDirectory(name);
  }

  @Override
  public void setMode(ByteString name, int mode) throws IOException {
    Optional<DirectoryHandle> subvolume = subvolume(name);
    if (subvolume.isPresent()) {
      subvolume.get().setOwnMode(mode);
    } else {
      top.setMode(name, mode);
    }
  }

  @Override
  public void setOwner(ByteString name, long uid, long gid) throws IOException {
    Optional<DirectoryHandle> subvolume = subvolume(name);
    if (subvolume.isPresent()) {
      subvolume.get().setOwnOwner(uid, gid);
    } else {
      top.setOwner(name, uid, gid);
    }
  }

  @Override
  public void setTimes(ByteString name, long seconds, int nanos) throws IOException {
    Optional<DirectoryHandle> subvolume = subvolume(name);
    if (subvolume.isPresent()) {
      subvolume.get().setOwnTimes(seconds, nanos);
    } else {
      top.setTimes(name, seconds, nanos);
    }
  }

  @Override
  public void setXattr(ByteString name, ByteString attribute, ByteString value) throws IOException {
    Optional<DirectoryHandle> subvolume = subvolume(name);
    if (subvolume.isPresent()) {
      subvolume.get().setOwnXattr(attribute, value);
    } else {
      top.setXattr(name, attribute, value);
    }
  }

  @Override
  public void removeXattr(ByteString name, ByteString attribute) throws IOException {
    Optional<DirectoryHandle> subvolume = subvolume(name);
    if (subvolume.isPresent()) {
      subvolume.get().removeOwnXattr(attribute);
    } else {
      top.removeXattr(name, attribute);
    }
  }

  @Override
  public FileStat stat() throws IOException {
    return top.stat();
  }

  @Override
  public SortedMap<ByteString, ByteString> ownXattrs() throws IOException {
    return top.ownXattrs();
  }

  @Override
  public void setOwnMode(int mode) throws IOException {
    top.setOwnMode(mode);
  }

  @Override
  public void setOwnOwner(long uid, long gid) throws IOException {
    top.setOwnOwner(uid, gid);
  }

  @Override
  public void setOwnTimes(long seconds, int nanos) throws IOException {
    top.setOwnTimes(seconds, nanos);
  }

  @Override
  public void setOwnXattr(ByteString attribute, ByteString value) throws IOException {
    top.setOwnXattr(attribute, value);
  }

  @Override
  public void removeOwnXattr(ByteString attribute) throws IOException {
    top.removeOwnXattr(attribute);
  }

  @Override
  public void sync() throws IOException {
    for (DirectoryHandle subvolume : subvolumes.values()) {
      subvolume.sync();
    }
    top.sync();
  }

  /// Returns the file system of the subvolumes, with what holds of all of them and of the top's.
  @Override
  public FileSystemFacts fileSystem() throws IOException {
    FileSystemFacts all = top.fileSystem();
    for (DirectoryHandle subvolume : subvolumes.values()) {
      all = subvolume.fileSystem().and(all);
    }
    return all;
  }

  @Override
  public void syncFileSystem() throws IOException {
    for (DirectoryHandle each : onePerFileSystem(subvolumes.values())) {
      each.syncFileSystem();
    }
    top.syncFileSystem();
  }

  /// Stops the writes to the subvolumes, where alone programs write.
  @Override
  public void freeze() throws IOException {
    List<DirectoryHandle> frozen = new ArrayList<>();
    try {
      for (DirectoryHandle each : onePerFileSystem(subvolumes.values())) {
        each.freeze();
        frozen.add(each);
      }
    } catch (IOException e) {
      for (DirectoryHandle each : frozen) {
        each.thaw();
      }
      throw e;
    }
  }

  @Override
  public void thaw() throws IOException {
    for (DirectoryHandle each : onePerFileSystem(subvolumes.values())) {
      each.thaw();
    }
  }

  private static List<DirectoryHandle> onePerFileSystem(Collection<DirectoryHandle> handles)
      throws IOException {
    SortedMap<Long, DirectoryHandle> byDevice = new TreeMap<>();
    for (DirectoryHandle handle : handles) {
      byDevice.putIfAbsent(handle.stat().dev(), handle);
    }
    return List.copyOf(byDevice.values());
  }

  @Override
  public int descriptor() {
    return top.descriptor();
  }

  @Override
  public void close() {
    subvolumes.values().forEach(DirectoryHandle::close);
    top.close();
  }
}

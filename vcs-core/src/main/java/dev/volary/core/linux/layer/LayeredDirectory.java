package dev.volary.core.linux.layer;

import dev.volary.core.io.ByteString;
import dev.volary.core.linux.DirectoryHandle;
import dev.volary.core.linux.Errno;
import dev.volary.core.linux.FileHandle;
import dev.volary.core.linux.FileStat;
import dev.volary.core.linux.FileSystemFacts;
import dev.volary.core.linux.FileType;
import dev.volary.core.linux.LinuxException;
import dev.volary.core.linux.OpenMode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// A directory of a mounted overlay file system, read from its two layers and written through the
/// mount.
///
/// Read this way, an entry has the attributes of the file it really is: device, inode and times
/// outlast the mount, and the rules of the layers' own file system tell what changed. Only what the
/// upper layer holds can have changed at all. The form of the layers is the kernel's
/// (`Documentation/filesystems/overlayfs.rst`): a character device 0/0 in the upper layer hides a
/// name, the attribute `trusted.overlay.opaque` all of the lower directory. The overlay is mounted
/// without `redirect_dir` and `metacopy`, so a name stands for itself and a file in the upper layer
/// is whole.
public final class LayeredDirectory extends WrittenThroughMount {
  private final @Nullable LayeredDirectory parent;
  private final ByteString name;
  private final @Nullable DirectoryHandle lower;
  private @Nullable DirectoryHandle upper;
  private @Nullable DirectoryHandle merged;

  private LayeredDirectory(
      @Nullable LayeredDirectory parent,
      ByteString name,
      @Nullable DirectoryHandle lower,
      @Nullable DirectoryHandle upper,
      @Nullable DirectoryHandle merged) {
    this.parent = parent;
    this.name = name;
    this.lower = lower;
    this.upper = upper;
    this.merged = merged;
  }

  /// The top of an overlay: the mount and the tops of its layers, which this closes.
  public static LayeredDirectory top(
      DirectoryHandle mount, DirectoryHandle upper, DirectoryHandle lower) {
    return new LayeredDirectory(null, ByteString.EMPTY, lower, upper, mount);
  }

  /// Tells whether the entry `entry` is in the lower layer alone, and so is what it was when that
  /// was made; for a directory this says nothing of what is in it.
  public boolean isLower(ByteString entry) throws IOException {
    DirectoryHandle above = upper();
    return lower != null
        && (above == null || above.statIfPresent(entry).isEmpty())
        && lower.statIfPresent(entry).isPresent();
  }

  /// Returns this directory in the upper layer, once it is there: the first change in it brings it.
  private synchronized @Nullable DirectoryHandle upper() throws IOException {
    if (upper == null && parent != null) {
      DirectoryHandle above = parent.upper();
      if (above != null && above.statIfPresent(name).filter(FileStat::isDirectory).isPresent()) {
        upper = above.openDirectory(name);
      }
    }
    return upper;
  }

  @Override
  synchronized DirectoryHandle merged() throws IOException {
    DirectoryHandle open = merged;
    if (open == null) {
      if (parent == null) {
        throw new IllegalStateException("the top is open");
      }
      open = parent.merged().openDirectory(name);
      merged = open;
    }
    return open;
  }

  /// Returns the layer's directory that this one's own attributes are in.
  private DirectoryHandle own() throws IOException {
    DirectoryHandle above = upper();
    DirectoryHandle own = above != null ? above : lower;
    if (own == null) {
      throw new IllegalStateException("no layer has " + name);
    }
    return own;
  }

  /// Returns the layer's directory that has the entry.
  private DirectoryHandle holder(ByteString entry) throws IOException {
    DirectoryHandle above = upper();
    if (above != null) {
      Optional<FileStat> found = above.statIfPresent(entry);
      if (found.isPresent()) {
        if (isWhiteout(found.get())) {
          throw missing(entry);
        }
        return above;
      }
    }
    if (lower == null) {
      throw missing(entry);
    }
    return lower;
  }

  private static LinuxException missing(ByteString entry) {
    return new LinuxException("openat", entry.toString(), Errno.ENOENT);
  }

  /// Mounts in the worktree do not show in its layers, which are mounts of their own.
  static FileStat plain(FileStat stat) {
    return stat.reachedThrough(0);
  }

  private static boolean isWhiteout(FileStat stat) {
    return stat.type() == FileType.CHAR_DEVICE && stat.rdevMajor() == 0 && stat.rdevMinor() == 0;
  }

  @Override
  public List<ByteString> names() throws IOException {
    List<ByteString> names = new ArrayList<>();
    Set<ByteString> above = new HashSet<>();
    DirectoryHandle top = upper();
    if (top != null) {
      for (ByteString each : top.names()) {
        above.add(each);
        if (top.statIfPresent(each).filter(stat -> !isWhiteout(stat)).isPresent()) {
          names.add(each);
        }
      }
    }
    if (lower != null) {
      lower.names().stream().filter(each -> !above.contains(each)).forEach(names::add);
    }
    return names;
  }

  @Override
  public FileStat stat(ByteString entry) throws IOException {
    return holder(entry).stat(entry).reachedThrough(0);
  }

  @Override
  public Optional<FileStat> statIfPresent(ByteString entry) throws IOException {
    DirectoryHandle above = upper();
    if (above != null) {
      Optional<FileStat> found = above.statIfPresent(entry);
      if (found.isPresent()) {
        return found.filter(stat -> !isWhiteout(stat)).map(LayeredDirectory::plain);
      }
    }
    return lower == null
        ? Optional.empty()
        : lower.statIfPresent(entry).map(LayeredDirectory::plain);
  }

  @Override
  public DirectoryHandle openDirectory(ByteString entry) throws IOException {
    DirectoryHandle below = lower;
    if (below != null && isLower(entry)) {
      return new LayeredDirectory(this, entry, below.openDirectory(entry), null, null);
    }
    DirectoryHandle above = holder(entry).openDirectory(entry);
    try {
      boolean merges =
          below != null
              && below.statIfPresent(entry).filter(FileStat::isDirectory).isPresent()
              && !LayerXattrs.isOpaque(above.ownXattrs());
      DirectoryHandle inside = merges && below != null ? below.openDirectory(entry) : null;
      return new LayeredDirectory(this, entry, inside, above, null);
    } catch (IOException | RuntimeException e) {
      above.close();
      throw e;
    }
  }

  @Override
  public FileHandle openFile(ByteString entry, OpenMode mode) throws IOException {
    return switch (mode) {
      case READ -> holder(entry).openFile(entry, OpenMode.READ);
      case WRITE -> {
        FileStat before = stat(entry);
        yield raised(entry, merged().openFile(entry, OpenMode.WRITE), before);
      }
      case CREATE -> {
        FileHandle made = merged().openFile(entry, OpenMode.CREATE);
        yield raised(entry, made, null);
      }
    };
  }

  /// What is open for writing is in the upper layer by now.
  private FileHandle raised(ByteString entry, FileHandle open, @Nullable FileStat before)
      throws IOException {
    try {
      DirectoryHandle above = upper();
      if (above == null) {
        throw new IOException("the overlay did not bring " + entry + " to its upper layer");
      }
      return new LayeredFile(open, above.openFile(entry, OpenMode.READ), before);
    } catch (IOException | RuntimeException e) {
      open.close();
      throw e;
    }
  }

  @Override
  public ByteString readLink(ByteString entry) throws IOException {
    return holder(entry).readLink(entry);
  }

  @Override
  public SortedMap<ByteString, ByteString> xattrs(ByteString entry) throws IOException {
    return LayerXattrs.visible(holder(entry).xattrs(entry));
  }

  @Override
  public SortedMap<ByteString, ByteString> ownXattrs() throws IOException {
    return LayerXattrs.visible(own().ownXattrs());
  }

  @Override
  public FileStat stat() throws IOException {
    return own().stat().reachedThrough(0);
  }

  /// Tells what holds for the layers; it is never what blocks are shared with.
  @Override
  public FileSystemFacts fileSystem() throws IOException {
    FileSystemFacts mount = merged().fileSystem();
    FileSystemFacts facts = own().fileSystem();
    boolean trusted =
        facts.trustworthyStat() && (lower == null || lower.fileSystem().trustworthyStat());
    return new FileSystemFacts(
        mount.typeName(),
        mount.magic(),
        mount.fsid(),
        trusted,
        mount.readOnly(),
        facts.network(),
        facts.totalBytes(),
        facts.availableBytes());
  }

  @Override
  public FileHandle openUnnamed() throws IOException {
    throw new LinuxException("openat", name.toString(), Errno.EOPNOTSUPP);
  }

  @Override
  public void linkUnnamed(FileHandle file, ByteString entry) throws IOException {
    throw new LinuxException("linkat", entry.toString(), Errno.EOPNOTSUPP);
  }

  @Override
  public synchronized void close() {
    for (DirectoryHandle each : new DirectoryHandle[] {lower, upper, merged}) {
      if (each != null) {
        each.close();
      }
    }
  }
}

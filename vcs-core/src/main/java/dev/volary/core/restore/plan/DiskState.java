package dev.volary.core.restore.plan;

import dev.volary.core.diff.ContentDiff;
import dev.volary.core.io.ByteString;
import dev.volary.core.linux.DirectoryHandle;
import dev.volary.core.linux.Errno;
import dev.volary.core.linux.FileHandle;
import dev.volary.core.linux.FileStat;
import dev.volary.core.linux.FileType;
import dev.volary.core.linux.LinuxException;
import dev.volary.core.linux.OpenMode;
import dev.volary.core.object.Attributes;
import dev.volary.core.object.Entry;
import dev.volary.core.object.Node;
import dev.volary.core.object.Node.DeviceNode;
import dev.volary.core.object.Node.DirectoryNode;
import dev.volary.core.object.Node.FifoNode;
import dev.volary.core.object.Node.RegularNode;
import dev.volary.core.object.Node.SocketNode;
import dev.volary.core.object.Node.SymlinkNode;
import dev.volary.core.object.ObjectSource;
import dev.volary.core.restore.entry.ContentPatch;
import dev.volary.core.restore.entry.Folder;
import dev.volary.core.restore.plan.MergeWalk.Meeting;
import dev.volary.core.scan.HostXattrs;
import dev.volary.core.scan.LinkTable;
import dev.volary.core.scan.StatCacheReader;
import dev.volary.core.scan.StatDigest;
import dev.volary.core.scan.StatHasher;
import dev.volary.core.scan.Unheld;
import java.io.IOException;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// Tells what stands on disk, from the stat cache where it speaks, else by looking. Not
/// thread-safe.
public final class DiskState {
  /// One entry on disk.
  ///
  /// @param attributes its attributes, with the base's where the worktree can't hold them
  /// @param asBase the base's entry, if this is known to be the same
  record Found(FileStat stat, Attributes attributes, Optional<Entry> asBase) {}

  private final RestoreRequest.Known known;
  private final CacheCursor cache;
  private final LinkTable links;
  private final StatHasher hasher = new StatHasher();
  private final ContentPatch patch;
  private final ContentDiff contents;

  DiskState(
      RestoreRequest.Known known,
      Optional<StatCacheReader> cache,
      LinkTable links,
      ObjectSource source) {
    this.known = known;
    this.cache = new CacheCursor(cache);
    this.links = links;
    this.patch = new ContentPatch(source);
    this.contents = new ContentDiff(source);
  }

  /// Looks at what was met on disk at `depth`; names come in walking order.
  Found find(Folder folder, int depth, Meeting met, FileStat stat) throws IOException {
    Optional<StatDigest> clean = cache.find(depth, met.name());
    Entry base = met.base();
    if (base != null
        && clean.isPresent()
        && hasType(stat, base.node())
        && clean.get().equals(hasher.of(stat, links.groupOf(stat)))) {
      return new Found(stat, base.attributes(), Optional.of(base));
    }
    SortedMap<ByteString, ByteString> xattrs = folder.open().xattrs(met.name());
    return new Found(stat, attributes(stat, xattrs, met), Optional.empty());
  }

  /// Returns how many bytes are not what `wanted` has at their places; 0 if the file is as wanted,
  /// size and holes included.
  long missing(Folder folder, ByteString name, Found found, RegularNode wanted) throws IOException {
    if (found.asBase().isPresent() && found.asBase().get().node() instanceof RegularNode base) {
      return changed(base, wanted);
    }
    try (FileHandle file = folder.open().openFile(name, OpenMode.READ)) {
      return patch.missing(file, found.stat().size(), wanted);
    } catch (LinuxException e) {
      if (e.is(Errno.EACCES)) {
        return Math.max(1, patch.dataBytes(wanted));
      }
      throw e;
    }
  }

  long dataBytes(RegularNode file) {
    return contents.dataBytes(file);
  }

  /// Tells whether an entry other than a file or directory is as `wanted`, but for its attributes.
  boolean isSpecial(Folder folder, Meeting met, FileStat stat, Node wanted) throws IOException {
    DirectoryHandle directory = folder.open();
    return switch (wanted) {
      case SymlinkNode(ByteString target) -> directory.readLink(met.name()).equals(target);
      case DeviceNode(boolean block, int major, int minor) ->
          stat.rdevMajor() == major && stat.rdevMinor() == minor;
      case FifoNode(), SocketNode() -> true;
      case RegularNode file -> false;
      case DirectoryNode inside -> false;
    };
  }

  /// Tells whether what was found has the base's bytes, whatever its attributes.
  boolean hasBaseBytes(Folder folder, Meeting met, Found found) throws IOException {
    Entry base = met.base();
    if (base == null || !hasType(found.stat(), base.node())) {
      return false;
    }
    return found.asBase().isPresent()
        || (base.node() instanceof RegularNode file
            ? hasBytes(folder, met, found, file)
            : isSpecial(folder, met, found.stat(), base.node()));
  }

  /// Tells whether what was found is still what the base has.
  boolean isAsBase(Folder folder, Meeting met, Found found) throws IOException {
    Entry base = met.base();
    if (base == null || !hasType(found.stat(), base.node())) {
      return false;
    }
    if (found.asBase().isPresent()) {
      return true;
    }
    if (base.node() instanceof DirectoryNode) {
      return equalButTime(found.attributes(), base.attributes());
    }
    return found.attributes().equals(base.attributes())
        && (base.node() instanceof RegularNode file
            ? hasBytes(folder, met, found, file)
            : isSpecial(folder, met, found.stat(), base.node()));
  }

  static boolean hasType(FileStat stat, Node node) {
    return stat.type()
        == switch (node) {
          case RegularNode file -> FileType.REGULAR;
          case DirectoryNode directory -> FileType.DIRECTORY;
          case SymlinkNode link -> FileType.SYMLINK;
          case DeviceNode device -> device.block() ? FileType.BLOCK_DEVICE : FileType.CHAR_DEVICE;
          case FifoNode fifo -> FileType.FIFO;
          case SocketNode socket -> FileType.SOCKET;
        };
  }

  private boolean hasBytes(Folder folder, Meeting met, Found found, RegularNode base)
      throws IOException {
    return found.stat().size() == base.size() && missing(folder, met.name(), found, base) == 0;
  }

  private long changed(RegularNode base, RegularNode wanted) {
    if (base.equals(wanted)) {
      return 0;
    }
    long[] bytes = {0};
    contents.changedRanges(base, wanted, (offset, length) -> bytes[0] += length);
    return Math.max(1, bytes[0]);
  }

  private Attributes attributes(
      FileStat stat, SortedMap<ByteString, ByteString> xattrs, Meeting met) {
    Unheld unheld = known.unheld().at(met.path());
    Attributes live = live(stat, xattrs, met.want());
    return met.base() == null ? live : unheld.carriedOver(live, met.base().attributes());
  }

  private static Attributes live(
      FileStat stat, SortedMap<ByteString, ByteString> xattrs, @Nullable Entry want) {
    SortedMap<ByteString, ByteString> kept = xattrs;
    // The host's stay out of sight unless the tree was made to hold them.
    if (want == null
        || want.attributes().xattrs().keySet().stream().noneMatch(HostXattrs::isHosts)) {
      kept = HostXattrs.leaveOut(xattrs);
    }
    return new Attributes(
        stat.mode(), stat.uid(), stat.gid(), stat.mtimeSeconds(), stat.mtimeNanos(), kept);
  }

  private static boolean equalButTime(Attributes one, Attributes other) {
    return one.mode() == other.mode()
        && one.uid() == other.uid()
        && one.gid() == other.gid()
        && one.xattrs().equals(other.xattrs());
  }
}

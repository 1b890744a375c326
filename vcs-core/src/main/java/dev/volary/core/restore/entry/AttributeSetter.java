package dev.volary.core.restore.entry;

import dev.volary.core.io.ByteString;
import dev.volary.core.linux.FileStat;
import dev.volary.core.linux.FileType;
import dev.volary.core.linux.LinuxException;
import dev.volary.core.object.Attributes;
import dev.volary.core.scan.HostXattrs;
import dev.volary.core.scan.Unheld;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/// Sets attributes in the order in which they survive each other: the owner first (it clears set-id
/// bits and capabilities), extended ones (access control lists change the mode), the mode, times.
///
/// What the user or the file system can't hold is told, not failed on. So is a mode that would keep
/// this user from reading what it owns: it could never be compared again. Thread-safe.
public final class AttributeSetter {
  private static final int SET_ID = 06000;
  private static final int OWNER_READ_WRITE = 0600;

  private static final int OWNER_READ = 0400;
  private static final int OWNER_ALL = 0700;

  private final boolean privileged;
  private final boolean keepOpen;

  /// @param privileged whether permission bits do not bind this process
  /// @param keepOpen whether this user shall be able to read everything afterwards
  public AttributeSetter(boolean privileged, boolean keepOpen) {
    this.privileged = privileged;
    this.keepOpen = keepOpen && !privileged;
  }

  /// Tells whether permission bits do not bind this process.
  public boolean privileged() {
    return privileged;
  }

  /// What came of it.
  ///
  /// @param unheld what could not be set
  /// @param stat the attributes afterwards
  public record Outcome(Unheld unheld, FileStat stat) {}

  /// Makes the attributes of `target` those that are wanted.
  public Outcome set(AttributeTarget target, Attributes wanted) throws IOException {
    FileStat now = target.stat();
    boolean link = now.type() == FileType.SYMLINK;
    boolean sameOwner = now.uid() == wanted.uid() && now.gid() == wanted.gid();
    boolean owned = sameOwner || setOwner(target, wanted);
    SortedMap<ByteString, ByteString> have = target.xattrs();
    boolean sameXattrs = have.equals(wanted.xattrs());
    SortedSet<ByteString> missing = new TreeSet<>();
    if (!sameXattrs) {
      makeWritable(target, now);
      removeForeign(target, have, wanted.xattrs());
      missing = setXattrs(target, have, wanted.xattrs());
    }
    int mode = mode(now.type(), wanted.mode(), owned);
    if (!link && !(now.mode() == mode && sameOwner && sameXattrs)) {
      target.setMode(mode);
    }
    target.setTimes(wanted.mtimeSeconds(), wanted.mtimeNanos());
    FileStat stat = target.stat();
    boolean timed =
        stat.mtimeSeconds() == wanted.mtimeSeconds() && stat.mtimeNanos() == wanted.mtimeNanos();
    Optional<Unheld.StandIn> other =
        link || stat.mode() == wanted.mode()
            ? Optional.empty()
            : Optional.of(new Unheld.StandIn(wanted.mode(), stat.mode()));
    return new Outcome(new Unheld(!owned, other, !timed, missing), stat);
  }

  private int mode(FileType type, int wanted, boolean owned) {
    return switch (type) {
      case DIRECTORY -> keepOpen ? wanted | OWNER_ALL : wanted;
      case REGULAR ->
          keepOpen ? withoutForeign(wanted, owned) | OWNER_READ : withoutForeign(wanted, owned);
      case SYMLINK, BLOCK_DEVICE, CHAR_DEVICE, FIFO, SOCKET -> withoutForeign(wanted, owned);
    };
  }

  /// A set-id bit under another owner than it was meant for would hand out that owner's rights.
  private static int withoutForeign(int mode, boolean owned) {
    return owned ? mode : mode & ~SET_ID;
  }

  private static boolean setOwner(AttributeTarget target, Attributes wanted) throws IOException {
    try {
      target.setOwner(wanted.uid(), wanted.gid());
      return true;
    } catch (LinuxException e) {
      if (isRefusal(e)) {
        return false;
      }
      throw e;
    }
  }

  /// Lets the owner change `user.*` attributes, which takes the right to write.
  private void makeWritable(AttributeTarget target, FileStat now) throws IOException {
    boolean writable = privileged || (now.mode() & OWNER_READ_WRITE) == OWNER_READ_WRITE;
    if (!writable && now.type() != FileType.SYMLINK) {
      target.setMode(now.mode() | OWNER_READ_WRITE);
    }
  }

  private static void removeForeign(
      AttributeTarget target,
      SortedMap<ByteString, ByteString> have,
      SortedMap<ByteString, ByteString> wanted)
      throws IOException {
    for (ByteString name : have.keySet()) {
      if (!wanted.containsKey(name) && !HostXattrs.isHosts(name)) {
        target.removeXattr(name);
      }
    }
  }

  /// Returns the names that could not be set.
  private static SortedSet<ByteString> setXattrs(
      AttributeTarget target,
      SortedMap<ByteString, ByteString> have,
      SortedMap<ByteString, ByteString> wanted)
      throws IOException {
    SortedSet<ByteString> missing = new TreeSet<>();
    for (Map.Entry<ByteString, ByteString> each : wanted.entrySet()) {
      if (!Objects.equals(have.get(each.getKey()), each.getValue()) && !setXattr(target, each)) {
        missing.add(each.getKey());
      }
    }
    return missing;
  }

  private static boolean setXattr(AttributeTarget target, Map.Entry<ByteString, ByteString> xattr)
      throws IOException {
    try {
      target.setXattr(xattr.getKey(), xattr.getValue());
      return true;
    } catch (LinuxException e) {
      if (isRefusal(e)) {
        return false;
      }
      throw e;
    }
  }

  /// Whether the user or the file system can't hold it, however often it is tried.
  private static boolean isRefusal(LinuxException e) {
    return switch (e.reason()) {
      case EPERM, EACCES, EINVAL, EOPNOTSUPP, EOVERFLOW, ERANGE -> true;
      default -> false;
    };
  }
}

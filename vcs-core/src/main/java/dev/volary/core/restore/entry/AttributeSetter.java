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
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/// Sets attributes in the order in which they survive each other: the owner first (it clears set-id
/// bits and capabilities), extended ones (access control lists change the mode), the mode, times.
///
/// What the user or the file system can't hold is told, not failed on. Thread-safe.
public final class AttributeSetter {
  private static final int SET_ID = 06000;
  private static final int OWNER_READ_WRITE = 0600;

  private final boolean privileged;

  /// @param privileged whether permission bits do not bind this process
  public AttributeSetter(boolean privileged) {
    this.privileged = privileged;
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
    // A set-id bit under another owner than it was meant for would hand out that owner's rights.
    int mode = owned || now.isDirectory() ? wanted.mode() : wanted.mode() & ~SET_ID;
    if (!link && !(now.mode() == mode && sameOwner && sameXattrs)) {
      target.setMode(mode);
    }
    target.setTimes(wanted.mtimeSeconds(), wanted.mtimeNanos());
    FileStat stat = target.stat();
    boolean timed =
        stat.mtimeSeconds() == wanted.mtimeSeconds() && stat.mtimeNanos() == wanted.mtimeNanos();
    boolean moded = link || stat.mode() == wanted.mode();
    return new Outcome(new Unheld(!owned, !moded, !timed, missing), stat);
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

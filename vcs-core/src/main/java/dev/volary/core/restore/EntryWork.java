package dev.volary.core.restore;

import dev.volary.core.io.ByteString;
import dev.volary.core.linux.DeviceNumber;
import dev.volary.core.linux.DirectoryHandle;
import dev.volary.core.linux.Errno;
import dev.volary.core.linux.FileHandle;
import dev.volary.core.linux.FileStat;
import dev.volary.core.linux.FileType;
import dev.volary.core.linux.LinuxException;
import dev.volary.core.linux.OpenMode;
import dev.volary.core.object.Attributes;
import dev.volary.core.object.Content.MapContent;
import dev.volary.core.object.Entry;
import dev.volary.core.object.Node;
import dev.volary.core.object.Node.DeviceNode;
import dev.volary.core.object.Node.DirectoryNode;
import dev.volary.core.object.Node.FifoNode;
import dev.volary.core.object.Node.RegularNode;
import dev.volary.core.object.Node.SocketNode;
import dev.volary.core.object.Node.SymlinkNode;
import dev.volary.core.object.ObjectSource;
import dev.volary.core.restore.donor.Donors;
import dev.volary.core.restore.entry.AttributeSetter;
import dev.volary.core.restore.entry.AttributeTarget;
import dev.volary.core.restore.entry.ContentPatch;
import dev.volary.core.restore.entry.Folder;
import dev.volary.core.restore.entry.StatSet;
import dev.volary.core.restore.plan.RestorePlan;
import dev.volary.core.scan.Unheld;
import dev.volary.core.scan.UnheldCollector;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;

/// Makes and changes single entries that are no directories. Thread-safe.
final class EntryWork {
  private static final int OWNER_READ_WRITE = 0600;

  /// Where an entry is worked on.
  ///
  /// @param atOnce whether a new one must not be there before it is complete
  record Spot(Folder folder, ByteString name, Entry want, boolean atOnce) {
    ByteString path() {
      return folder.pathOf(name);
    }

    RegularNode file() {
      return (RegularNode) want.node();
    }
  }

  private final ContentPatch patch;
  private final AttributeSetter setter;
  private final UnheldCollector unheld;
  private final StatSet clean;
  private final Guard guard;
  private final Progress progress;
  private final String prefix;
  private final Donors donors;
  private final AtomicLong counter = new AtomicLong();

  /// @param prefix begins the names of files that are not finished; no other process uses it
  /// @param donors may have files that need not be written
  EntryWork(
      ObjectSource source,
      AttributeSetter setter,
      RestorePlan.Notes notes,
      Guard guard,
      Progress progress,
      String prefix,
      Donors donors) {
    this.patch = new ContentPatch(source);
    this.setter = setter;
    this.unheld = notes.unheld();
    this.clean = notes.clean();
    this.guard = guard;
    this.progress = progress;
    this.prefix = prefix;
    this.donors = donors;
  }

  AttributeSetter setter() {
    return setter;
  }

  /// Returns a name that nothing else has.
  ByteString freshName() {
    return ByteString.utf8(prefix + counter.incrementAndGet());
  }

  /// Makes an entry where nothing stands; returns what of it is not held.
  Unheld create(Spot spot) throws IOException {
    if (!spot.atOnce()) {
      return make(spot, spot.name());
    }
    DirectoryHandle directory = spot.folder().open();
    ByteString aside = freshName();
    Unheld missing = make(spot, aside);
    if (directory.statIfPresent(aside).isPresent()) {
      try {
        directory.rename(aside, directory, spot.name(), true);
      } catch (LinuxException e) {
        throw Guard.unlessTaken(e, spot.path());
      }
      clean.add(directory.stat(spot.name()));
    }
    return missing;
  }

  /// Makes an entry beside the one that was `scanned`, and gives it that one's name.
  Unheld rewrite(Spot spot, FileStat scanned) throws IOException {
    guard.expect(spot.folder(), spot.name(), scanned);
    DirectoryHandle directory = spot.folder().open();
    ByteString aside = freshName();
    Unheld missing = make(spot, aside);
    if (directory.statIfPresent(aside).isPresent()) {
      directory.rename(aside, directory, spot.name(), false);
      clean.add(directory.stat(spot.name()));
    } else {
      directory.remove(spot.name());
    }
    return missing;
  }

  /// Changes what differs of a file's bytes, in place.
  Unheld patch(Spot spot, FileStat scanned) throws IOException {
    guard.expect(spot.folder(), spot.name(), scanned);
    DirectoryHandle directory = spot.folder().open();
    boolean locked = (scanned.mode() & OWNER_READ_WRITE) != OWNER_READ_WRITE;
    if (!setter.privileged() && locked) {
      directory.setMode(spot.name(), scanned.mode() | OWNER_READ_WRITE);
    }
    try (FileHandle file = directory.openFile(spot.name(), OpenMode.WRITE)) {
      if (!file.isOf(scanned)) {
        throw Guard.conflict(spot.path());
      }
      progress.wrote(patch.patch(file, scanned.size(), spot.file()));
      return attributes(spot, new AttributeTarget.Opened(file));
    } catch (LinuxException e) {
      if (e.is(Errno.ETXTBSY)) {
        return rewriteBusy(spot);
      }
      throw e;
    }
  }

  /// Sets the attributes of an entry that was `scanned`.
  Unheld attributesOf(Spot spot, FileStat scanned) throws IOException {
    guard.expect(spot.folder(), spot.name(), scanned);
    return attributes(spot);
  }

  /// Sets the attributes of what stands there.
  Unheld attributes(Spot spot) throws IOException {
    DirectoryHandle directory = spot.folder().open();
    return attributes(spot, new AttributeTarget.Named(directory, spot.name()));
  }

  /// Sets attributes after everything else about an entry is done.
  Unheld attributes(Spot spot, AttributeTarget target) throws IOException {
    Attributes wanted = spot.want().attributes();
    AttributeSetter.Outcome outcome = setter.set(target, wanted);
    unheld.note(spot.path(), outcome.unheld());
    clean.add(outcome.stat());
    progress.entry();
    return outcome.unheld();
  }

  /// Opens a new file of its full size, all of it a hole, if its content is mapped.
  FileHandle openNew(Spot spot, ByteString name) throws IOException {
    FileHandle file;
    try {
      file = spot.folder().open().openFile(name, OpenMode.CREATE);
    } catch (LinuxException e) {
      throw Guard.unlessTaken(e, spot.path());
    }
    if (spot.file().content() instanceof MapContent) {
      file.truncate(spot.file().size());
    }
    return file;
  }

  /// Fills a new file with what another live copy has; false if it is still without data.
  boolean share(FileHandle file, Spot spot) throws IOException {
    return donors.give(spot.path(), spot.file(), file);
  }

  /// Writes a range of a new file.
  void fill(FileHandle file, RegularNode node, long from, long to) throws IOException {
    progress.wrote(patch.fill(file, node, from, to));
  }

  /// A program that is running can't be written to, but replaced.
  private Unheld rewriteBusy(Spot spot) throws IOException {
    DirectoryHandle directory = spot.folder().open();
    ByteString aside = freshName();
    Unheld missing = make(spot, aside);
    directory.rename(aside, directory, spot.name(), false);
    clean.add(directory.stat(spot.name()));
    return missing;
  }

  private Unheld make(Spot spot, ByteString name) throws IOException {
    if (spot.want().node() instanceof RegularNode node) {
      try (FileHandle file = openNew(spot, name)) {
        if (!share(file, spot)) {
          fill(file, node, 0, node.size());
        }
        return attributes(spot, new AttributeTarget.Opened(file));
      }
    }
    DirectoryHandle directory = spot.folder().open();
    if (!makeSpecial(directory, name, spot)) {
      unheld.absent(spot.path());
      progress.entry();
      return Unheld.NOTHING;
    }
    return attributes(spot, new AttributeTarget.Named(directory, name));
  }

  private static boolean makeSpecial(DirectoryHandle directory, ByteString name, Spot spot)
      throws IOException {
    try {
      makeSpecial(directory, name, spot.want().node());
      return true;
    } catch (LinuxException e) {
      if (e.is(Errno.EEXIST)) {
        throw Guard.conflict(spot.path());
      }
      boolean node = !(spot.want().node() instanceof SymlinkNode);
      if (node && (e.is(Errno.EPERM) || e.is(Errno.EOPNOTSUPP) || e.is(Errno.EINVAL))) {
        return false;
      }
      throw e;
    }
  }

  private static void makeSpecial(DirectoryHandle directory, ByteString name, Node node)
      throws IOException {
    int mode = OWNER_READ_WRITE;
    switch (node) {
      case SymlinkNode(ByteString target) -> directory.makeSymlink(name, target);
      case DeviceNode(boolean block, int major, int minor) ->
          directory.makeNode(
              name,
              block ? FileType.BLOCK_DEVICE : FileType.CHAR_DEVICE,
              mode,
              new DeviceNumber(major, minor));
      case FifoNode() -> directory.makeNode(name, FileType.FIFO, mode, DeviceNumber.NONE);
      case SocketNode() -> directory.makeNode(name, FileType.SOCKET, mode, DeviceNumber.NONE);
      case RegularNode file -> throw new IllegalStateException("a file is no special entry");
      case DirectoryNode inside -> throw new IllegalStateException("a directory is no leaf");
    }
  }
}

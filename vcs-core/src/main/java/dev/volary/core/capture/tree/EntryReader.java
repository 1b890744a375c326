package dev.volary.core.capture.tree;

import dev.volary.core.capture.content.CapturedContent;
import dev.volary.core.capture.content.PreviousVersion;
import dev.volary.core.capture.duplicate.Duplicates;
import dev.volary.core.capture.walk.LiveDirectory;
import dev.volary.core.capture.walk.MovedTreeException;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.io.ByteString;
import dev.volary.core.linux.DirectoryHandle;
import dev.volary.core.linux.Errno;
import dev.volary.core.linux.FileHandle;
import dev.volary.core.linux.FileStat;
import dev.volary.core.linux.LinuxException;
import dev.volary.core.linux.OpenMode;
import dev.volary.core.object.Attributes;
import dev.volary.core.object.Content;
import dev.volary.core.object.Entry;
import dev.volary.core.object.Node;
import dev.volary.core.object.ObjectSource;
import dev.volary.core.scan.HostXattrs;
import dev.volary.core.scan.RacyWindow;
import dev.volary.core.scan.Unheld;
import dev.volary.core.scan.UnheldAttributes;
import java.io.IOException;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/// Reads single entries so that no later change of them can be missed: flush, stat, read, stat.
///
/// A store through a mapping that was writable before our read leaves size, times and inode as they
/// were; the flush makes the next store fault, and so be dated. Thread-safe.
final class EntryReader {
  private final CaptureJob job;
  private final RacyWindow racy;
  private final AtomicLong bytes = new AtomicLong();

  EntryReader(CaptureJob job) {
    this.job = job;
    this.racy = new RacyWindow(job.scan().totals().started());
  }

  /// Returns how many bytes of content were read so far.
  long bytesRead() {
    return bytes.get();
  }

  /// Reads the entry `name` of `directory`, which was not a directory when it was scanned.
  ///
  /// @return nothing if it is gone
  Optional<CapturedEntry> read(LiveDirectory directory, ByteString name, Past past)
      throws IOException, InterruptedException {
    Optional<HeldEntry> held = hold(directory, name, past, Duplicates.none());
    return held.map(entry -> whole(entry.entry(), directory.path(name), past));
  }

  /// Reads the entry `name` of `directory` as far as that has to be done at once: of a regular file
  /// only a duplicate is made if `duplicates` can.
  ///
  /// @return nothing if it is gone
  Optional<HeldEntry> hold(
      LiveDirectory directory, ByteString name, Past past, Duplicates duplicates)
      throws IOException, InterruptedException {
    try {
      HeldEntry entry = once(directory, name, past, duplicates);
      for (int i = 1; i < job.manner().attempts() && entry.entry().torn(); i++) {
        entry.close();
        entry = once(directory, name, past, duplicates);
      }
      return Optional.of(entry);
    } catch (LinuxException e) {
      return switch (e.reason()) {
        case ENOENT -> Optional.empty();
        case ELOOP, ENOTDIR, EISDIR, ENXIO, EINVAL ->
            throw new MovedTreeException(directory.path(name));
        case EACCES, EPERM -> throw unreadable(directory.path(name), e);
        default -> throw new IOException("cannot read " + directory.path(name) + ": " + e, e);
      };
    }
  }

  /// Reads what was left unread of a held entry, and lets go of it.
  CapturedEntry complete(HeldEntry held, ByteString path, Past past)
      throws IOException, InterruptedException {
    CapturedEntry entry = held.entry();
    if (held.unread().isPresent()) {
      try (FileHandle duplicate = held.unread().get()) {
        long size = entry.stat().size();
        CapturedContent read =
            job.contents().capture(duplicate, size, past.likeliest().flatMap(this::previous));
        if (read.size() != size) {
          throw new IOException("the duplicate of " + path + " is not as long as the file was");
        }
        job.manner().progress().accept(bytes.addAndGet(size));
        entry = entry.with(new Node.RegularNode(size, read.content()), size);
      }
    }
    return whole(entry, path, past);
  }

  /// Adds what of the base the worktree could not hold.
  private CapturedEntry whole(CapturedEntry entry, ByteString path, Past past) {
    return isAllHeld() ? entry : carryOver(entry, path, past.here().map(Entry::attributes));
  }

  /// Reads a directory's own attributes.
  CapturedEntry readOwn(LiveDirectory directory, Supplier<Optional<Attributes>> base)
      throws IOException {
    DirectoryHandle handle = directory.open();
    FileStat before = handle.stat();
    Attributes attributes = attributes(before, handle.ownXattrs());
    FileStat after = handle.stat();
    boolean clean = isClean(before, after);
    Node none = new Node.FifoNode();
    CapturedEntry own = new CapturedEntry(attributes, none, after, clean, false, 0);
    return isAllHeld() ? own : carryOver(own, directory.path(), base.get());
  }

  private HeldEntry once(LiveDirectory directory, ByteString name, Past past, Duplicates duplicates)
      throws IOException, InterruptedException {
    DirectoryHandle handle = directory.open();
    FileStat stat = handle.stat(name);
    return switch (stat.type()) {
      case DIRECTORY -> throw new MovedTreeException(directory.path(name));
      case REGULAR -> holdFile(handle, name, past, duplicates);
      case SYMLINK -> readOther(handle, name, stat, new Node.SymlinkNode(handle.readLink(name)));
      case BLOCK_DEVICE -> readOther(handle, name, stat, device(stat, true));
      case CHAR_DEVICE -> readOther(handle, name, stat, device(stat, false));
      case FIFO -> readOther(handle, name, stat, new Node.FifoNode());
      case SOCKET -> readOther(handle, name, stat, new Node.SocketNode());
    };
  }

  private HeldEntry readOther(DirectoryHandle handle, ByteString name, FileStat before, Node node)
      throws IOException {
    Attributes attributes = attributes(before, handle.xattrs(name));
    FileStat after = handle.stat(name);
    boolean moved = !after.isUnchangedSince(before);
    return HeldEntry.whole(
        new CapturedEntry(attributes, node, after, isClean(before, after), moved, 0));
  }

  private HeldEntry holdFile(
      DirectoryHandle handle, ByteString name, Past past, Duplicates duplicates)
      throws IOException, InterruptedException {
    try (FileHandle file = handle.openFile(name, OpenMode.READ)) {
      if (job.manner().trustStat() && racy.isBefore(file.stat())) {
        file.flush(); // one that changed just now is not clean whether it is written back or not
      }
      FileStat before = file.stat();
      Optional<FileHandle> duplicate = duplicates.take(handle, file, before.size());
      if (duplicate.isPresent()) {
        return held(file, before, duplicate.get());
      }
      return HeldEntry.whole(readFile(file, before, past));
    }
  }

  private HeldEntry held(FileHandle file, FileStat before, FileHandle duplicate)
      throws IOException {
    boolean done = false;
    try {
      Attributes attributes = attributes(before, file.ownXattrs());
      FileStat after = file.stat();
      boolean moved = !after.isUnchangedSince(before);
      Node none = new Node.FifoNode();
      done = true;
      return new HeldEntry(
          new CapturedEntry(attributes, none, after, isClean(before, after), moved, 0),
          Optional.of(duplicate));
    } finally {
      if (!done) {
        duplicate.close();
      }
    }
  }

  private CapturedEntry readFile(FileHandle file, FileStat before, Past past)
      throws IOException, InterruptedException {
    CapturedContent read =
        job.contents().capture(file, before.size(), past.likeliest().flatMap(this::previous));
    Attributes attributes = attributes(before, file.ownXattrs());
    FileStat after = file.stat();
    boolean moved = !after.isUnchangedSince(before) || read.size() != before.size();
    job.manner().progress().accept(bytes.addAndGet(read.size()));
    Content content = read.content();
    if (job.manner().comparing() && !moved) {
      content = SameBytes.unlessChanged(file, read, past.here(), job.source());
    }
    // The base's bytes in other holes are no change, but a commit's root tells them apart.
    boolean clean = isClean(before, after) && content.equals(read.content());
    Node node = new Node.RegularNode(read.size(), content);
    return new CapturedEntry(attributes, node, after, clean, moved, read.size());
  }

  private Optional<PreviousVersion> previous(Entry base) {
    ObjectSource source = job.source();
    return base.node() instanceof Node.RegularNode(long size, Content content) && size > 0
        ? Optional.of(new PreviousVersion(source, content, size))
        : Optional.empty();
  }

  private boolean isClean(FileStat before, FileStat after) {
    return job.manner().trustStat() && after.isUnchangedSince(before) && racy.isBefore(after);
  }

  private Attributes attributes(FileStat stat, SortedMap<ByteString, ByteString> xattrs) {
    return new Attributes(
        stat.mode(),
        stat.uid(),
        stat.gid(),
        stat.mtimeSeconds(),
        stat.mtimeNanos(),
        job.manner().hostXattrs() ? xattrs : HostXattrs.leaveOut(xattrs));
  }

  private boolean isAllHeld() {
    return job.manner().unheld().equals(UnheldAttributes.NONE);
  }

  private CapturedEntry carryOver(CapturedEntry live, ByteString path, Optional<Attributes> base) {
    Attributes found = live.attributes();
    Unheld unheld = job.manner().unheld().at(path);
    Attributes attributes = base.map(was -> unheld.carriedOver(found, was)).orElse(found);
    return new CapturedEntry(
        attributes, live.node(), live.stat(), live.clean(), live.torn(), live.readBytes());
  }

  private static Node device(FileStat stat, boolean block) {
    return new Node.DeviceNode(block, stat.rdevMajor(), stat.rdevMinor());
  }

  private static VolaryException unreadable(ByteString path, LinuxException cause) {
    String sentence =
        (cause.is(Errno.EACCES) ? "may not read " : "is not permitted to read ")
            + path
            + "; run as a user who may, or leave it out with `volary ignore add`";
    return new VolaryException(Fault.NOT_PERMITTED, "This user " + sentence, cause);
  }
}

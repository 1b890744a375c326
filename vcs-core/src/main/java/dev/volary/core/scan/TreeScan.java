package dev.volary.core.scan;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.io.ByteString;
import dev.volary.core.io.ByteWriter;
import dev.volary.core.linux.DirectoryHandle;
import dev.volary.core.linux.Errno;
import dev.volary.core.linux.FileStat;
import dev.volary.core.linux.LinuxException;
import dev.volary.core.object.LinkGroup;
import dev.volary.core.scan.ScanItem.Standing;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/// Walks a tree depth-first with names sorted as unsigned bytes: one stat an entry, one descriptor
/// a level, no path ever built but for hard links.
///
/// The entries go to a compact list that leaves the heap when it grows, so a million of them need
/// no more memory than the largest directory.
public final class TreeScan {
  private static final int BLOCK = 64 << 10;
  private static final long HEAP_BYTES = 8L << 20;
  private static final int PROGRESS_STEP = 1024;

  /// The inode of what stands in a snapshot of btrfs for a subvolume that is not in it
  /// (`BTRFS_EMPTY_SUBVOL_DIR_OBJECTID` of `linux/btrfs_tree.h`).
  private static final long ABSENT_SUBVOLUME = 2;

  private final Request request;
  private final LinkTable links = new LinkTable();
  private final List<ByteString> mountPoints = new ArrayList<>();
  private final Spill items;
  private final ByteWriter block = new ByteWriter(BLOCK + 1024);
  private final Deque<Level> levels = new ArrayDeque<>();
  private final FileStat topStat;
  private long entries;
  private long bytes;
  private boolean inParts;

  /// What to walk.
  ///
  /// @param top the tree's top, which stays open
  /// @param filter what is not data
  /// @param unheld what the tree can't hold
  /// @param folder where the list of entries may overflow to
  /// @param progress is told the number of entries now and then
  public record Request(
      DirectoryHandle top,
      DirectoryFilter filter,
      UnheldAttributes unheld,
      Path folder,
      LongConsumer progress) {}

  private TreeScan(Request request) throws IOException {
    this.request = request;
    this.items = new Spill(request.folder(), HEAP_BYTES);
    this.topStat = request.top().stat();
  }

  /// Walks the tree; `now` is the present time by the clock that dates changes.
  public static Scan run(Request request, Instant now) throws IOException {
    TreeScan scan = new TreeScan(request);
    boolean done = false;
    try {
      scan.walk();
      done = true;
      return new Scan(scan.totals(now), scan.links, scan.items);
    } finally {
      if (!done) {
        scan.items.close();
      }
    }
  }

  private Scan.Totals totals(Instant now) {
    return new Scan.Totals(topStat, entries, bytes, now, mountPoints, inParts);
  }

  private void walk() throws IOException {
    try {
      enter(ByteString.EMPTY, request.top(), request.filter(), topStat.mountId());
      while (!levels.isEmpty()) {
        Level level = levels.getLast();
        if (level.hasNext()) {
          visit(level, level.next());
        } else {
          leave();
        }
      }
      flush();
    } finally {
      while (!levels.isEmpty()) {
        leave();
      }
    }
  }

  private void enter(
      ByteString name, DirectoryHandle directory, DirectoryFilter filter, long mountId)
      throws IOException {
    List<ByteString> names = new ArrayList<>(directory.names());
    List<ByteString> absent = List.of();
    if (!request.unheld().equals(UnheldAttributes.NONE)) {
      absent = new ArrayList<>(request.unheld().absentIn(path(name)));
      absent.removeAll(names);
      names.addAll(absent);
    }
    Collections.sort(names);
    levels.addLast(new Level(name, directory, filter, names, absent, mountId));
  }

  private void leave() {
    Level level = levels.removeLast();
    if (!levels.isEmpty()) {
      level.directory().close();
    }
  }

  private void visit(Level level, ByteString name) throws IOException {
    if (level.absent().contains(name)) {
      add(new ScanItem(levels.size(), name, topStat, Standing.ABSENT));
      return;
    }
    Optional<FileStat> found = level.directory().statIfPresent(name);
    if (found.isEmpty() || level.filter().leavesOut(name, found.get().isDirectory())) {
      return;
    }
    FileStat stat = found.get();
    if (stat.mountRoot() || stat.mountId() != level.mountId()) {
      mountPoints.add(path(name));
      if (stat.isDirectory()) {
        add(new ScanItem(levels.size(), name, stat, Standing.MOUNT_POINT));
      }
      return;
    }
    if (stat.isDirectory()) {
      descend(level, name, stat);
    } else {
      addLeaf(name, stat);
    }
  }

  private void descend(Level level, ByteString name, FileStat stat) throws IOException {
    DirectoryHandle directory;
    try {
      directory = level.directory().openDirectory(name);
    } catch (LinuxException e) {
      if (e.is(Errno.ENOENT)) {
        return;
      }
      if (e.is(Errno.EACCES) || e.is(Errno.EPERM)) {
        throw new VolaryException(
            Fault.NOT_PERMITTED,
            "This user may not look into the directory %s; run as a user who may, or leave it out with `volary ignore add`"
                .formatted(path(name)),
            e);
      }
      throw new IOException("cannot look into the directory " + path(name) + ": " + e, e);
    }
    inParts |= stat.dev() != topStat.dev() || stat.ino() == ABSENT_SUBVOLUME;
    add(new ScanItem(levels.size(), name, stat, Standing.PRESENT));
    // A subvolume may be reached through another mount than the top.
    long mountId = levels.size() == 1 ? directory.stat().mountId() : level.mountId();
    enter(name, directory, level.filter().inside(name), mountId);
  }

  private void addLeaf(ByteString name, FileStat stat) throws IOException {
    boolean counted = false;
    if (stat.nlink() > 1) {
      counted = links.knows(stat);
      if (counted) {
        links.addMember(stat);
      } else {
        links.add(stat, LinkGroup.of(path(name)));
      }
    }
    if (stat.isRegular() && !counted) {
      bytes += stat.size();
    }
    add(new ScanItem(levels.size(), name, stat, Standing.PRESENT));
  }

  private void add(ScanItem item) throws IOException {
    entries++;
    if (entries % PROGRESS_STEP == 0) {
      request.progress().accept(entries);
    }
    ItemCodec.write(block, item);
    if (block.size() >= BLOCK) {
      flush();
    }
  }

  private void flush() throws IOException {
    if (block.size() > 0) {
      items.add(block.toByteArray());
      block.reset();
    }
  }

  private ByteString path(ByteString last) {
    ByteWriter path = new ByteWriter();
    for (Level level : levels) {
      if (!level.name().isEmpty()) {
        level.name().writeTo(path);
        path.u8('/');
      }
    }
    last.writeTo(path);
    return ByteString.of(path.array(), 0, path.size());
  }

  /// A directory being walked, with the names still to visit.
  private static final class Level {
    private final ByteString name;
    private final DirectoryHandle directory;
    private final DirectoryFilter filter;
    private final List<ByteString> names;
    private final List<ByteString> absent;
    private final long mountId;
    private int next;

    Level(
        ByteString name,
        DirectoryHandle directory,
        DirectoryFilter filter,
        List<ByteString> names,
        List<ByteString> absent,
        long mountId) {
      this.name = name;
      this.directory = directory;
      this.filter = filter;
      this.names = names;
      this.absent = absent;
      this.mountId = mountId;
    }

    boolean hasNext() {
      return next < names.size();
    }

    ByteString next() {
      return names.get(next++);
    }

    ByteString name() {
      return name;
    }

    DirectoryHandle directory() {
      return directory;
    }

    DirectoryFilter filter() {
      return filter;
    }

    List<ByteString> absent() {
      return absent;
    }

    long mountId() {
      return mountId;
    }
  }
}

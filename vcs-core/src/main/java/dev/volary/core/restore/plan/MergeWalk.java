package dev.volary.core.restore.plan;

import dev.volary.core.diff.PathFilter;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.io.ByteString;
import dev.volary.core.object.Entry;
import dev.volary.core.object.Node.DirectoryNode;
import dev.volary.core.object.tree.DirectoryReader;
import dev.volary.core.restore.entry.Folder;
import dev.volary.core.scan.DirectoryFilter;
import dev.volary.core.scan.ScanItem;
import java.io.IOException;
import java.util.Collections;
import java.util.Iterator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Goes name by name through what is on disk, what is wanted there, and what was there by the base.
///
/// What is never data is passed by on all sides. A plan and its application walk alike, so that
/// what the one notes down in order the other finds in order.
public abstract class MergeWalk {
  /// Which sides a directory is on.
  public enum Mode {
    /// It is on disk and wanted.
    BOTH,
    /// It is wanted only.
    CREATING,
    /// It is on disk only.
    REMOVING
  }

  /// A directory the walk is in.
  ///
  /// @param depth of its entries: 1 in the top
  /// @param ignored whether rules leave out all that is in it
  public record Place(
      Folder folder, int depth, DirectoryFilter filter, boolean ignored, Mode mode) {
    public Place inside(Folder child, ByteString name, Mode childMode) {
      return new Place(child, depth + 1, filter.inside(name), ignores(name, true), childMode);
    }

    /// Tells whether rules leave an entry out: what of it no commit has is not touched.
    public boolean ignores(ByteString name, boolean directory) {
      return ignored || filter.leavesOut(name, directory);
    }
  }

  /// One name and what stands there; it is on disk or wanted, or both.
  public record Meeting(
      ByteString name,
      ByteString path,
      @Nullable ScanItem disk,
      @Nullable Entry want,
      @Nullable Entry base) {}

  /// Entries of one tree, one ahead.
  private static final class Ahead {
    private final Iterator<Entry> entries;
    private @Nullable Entry entry;

    Ahead(Iterator<Entry> entries) {
      this.entries = entries;
      this.entry = entries.hasNext() ? entries.next() : null;
    }

    @Nullable Entry take(ByteString name) {
      Entry taken = entry;
      if (taken == null || !taken.name().equals(name)) {
        return null;
      }
      entry = entries.hasNext() ? entries.next() : null;
      return taken;
    }
  }

  private final DirectoryReader reader;
  private final PathFilter paths;
  private final boolean everything;
  private final ScanCursor disk;

  public MergeWalk(DirectoryReader reader, PathFilter paths, ScanCursor disk) {
    this.reader = reader;
    this.paths = paths;
    this.everything = paths.isAll();
    this.disk = disk;
  }

  /// Takes a name; what is beneath it on disk is passed over afterwards if it was not walked.
  protected abstract void meet(Place place, Meeting met) throws IOException;

  /// Walks the entries of one directory.
  public final void walk(Place place, Optional<ObjectId> wanted, Optional<ObjectId> base)
      throws IOException {
    Ahead wants = new Ahead(entries(wanted));
    Ahead bases = new Ahead(entries(base));
    while (true) {
      ScanItem item = disk.at(place.depth());
      ByteString name = least(item == null ? null : item.name(), wants.entry, bases.entry);
      if (name == null) {
        return;
      }
      boolean onDisk = item != null && item.name().equals(name);
      if (onDisk) {
        disk.advance();
      }
      Entry want = wants.take(name);
      Entry was = bases.take(name);
      ByteString path = place.folder().pathOf(name);
      if ((onDisk || want != null) && isMet(place, path, name, want)) {
        meet(place, new Meeting(name, path, onDisk ? item : null, want, was));
      }
      disk.skipBelow(place.depth());
    }
  }

  /// Tells whether a path is asked for, and not just on the way to one.
  protected final boolean covers(ByteString path) {
    return everything || paths.covers(path);
  }

  protected static boolean isDirectory(@Nullable Entry entry) {
    return entry != null && entry.node() instanceof DirectoryNode;
  }

  protected static Optional<ObjectId> directory(@Nullable Entry entry) {
    return entry != null && entry.node() instanceof DirectoryNode(ObjectId id)
        ? Optional.of(id)
        : Optional.empty();
  }

  private boolean isMet(Place place, ByteString path, ByteString name, @Nullable Entry want) {
    return (everything || paths.reaches(path))
        && (want == null || !place.filter().neverData(name, isDirectory(want)));
  }

  private Iterator<Entry> entries(Optional<ObjectId> directory) {
    return directory.map(reader::entries).orElseGet(Collections::emptyIterator);
  }

  private static @Nullable ByteString least(
      @Nullable ByteString name, @Nullable Entry want, @Nullable Entry base) {
    ByteString least = name;
    if (want != null && (least == null || want.name().compareTo(least) < 0)) {
      least = want.name();
    }
    if (base != null && (least == null || base.name().compareTo(least) < 0)) {
      least = base.name();
    }
    return least;
  }
}

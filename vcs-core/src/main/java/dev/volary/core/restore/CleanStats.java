package dev.volary.core.restore;

import dev.volary.core.hash.ObjectId;
import dev.volary.core.io.ByteString;
import dev.volary.core.linux.FileStat;
import dev.volary.core.object.Entry;
import dev.volary.core.object.Node.DirectoryNode;
import dev.volary.core.object.tree.DirectoryReader;
import dev.volary.core.restore.entry.StatSet;
import dev.volary.core.restore.plan.ScanCursor;
import dev.volary.core.scan.CachedItem;
import dev.volary.core.scan.RacyWindow;
import dev.volary.core.scan.Scan;
import dev.volary.core.scan.ScanItem;
import dev.volary.core.scan.ScanItem.Standing;
import dev.volary.core.scan.StatCacheWriter;
import dev.volary.core.scan.StatDigest;
import dev.volary.core.scan.StatHasher;
import java.io.IOException;
import java.util.Iterator;
import java.util.Optional;

/// Writes the stat cache of a tree that was just restored, so that the next capture need not read
/// what this process wrote and flushed itself.
///
/// The cache names every entry of the tree. An entry counts as clean only if its attributes, taken
/// after the last flush, are exactly those it was left with: who changed it since shows.
final class CleanStats {
  private final DirectoryReader reader;
  private final StatSet known;
  private final StatCacheWriter cache;
  private final Scan scan;
  private final ScanCursor disk;
  private final RacyWindow racy;
  private final StatHasher hasher = new StatHasher();

  /// @param known the attributes with which entries were left
  /// @param scan what is there after everything was flushed
  CleanStats(DirectoryReader reader, StatSet known, Scan scan, StatCacheWriter cache) {
    this.reader = reader;
    this.known = known;
    this.cache = cache;
    this.scan = scan;
    this.disk = new ScanCursor(scan.items());
    this.racy = new RacyWindow(scan.totals().started());
  }

  /// Adds the entries of `directory`, which are at `depth`.
  void write(ObjectId directory, int depth) throws IOException {
    for (Iterator<Entry> each = reader.entries(directory); each.hasNext(); ) {
      Entry entry = each.next();
      Optional<ScanItem> item = find(depth, entry.name());
      if (item.isPresent()) {
        cache.add(depth, entry.name(), item.get().stat(), clean(item.get()));
      } else {
        cache.add(new CachedItem(depth, entry.name(), Optional.empty(), 0));
      }
      if (entry.node() instanceof DirectoryNode(ObjectId id)) {
        write(id, depth + 1);
      }
      disk.skipBelow(depth);
    }
  }

  private Optional<ScanItem> find(int depth, ByteString name) {
    ScanItem item = disk.at(depth);
    while (item != null && item.name().compareTo(name) < 0) {
      disk.advance();
      disk.skipBelow(depth);
      item = disk.at(depth);
    }
    if (item == null || !item.name().equals(name)) {
      return Optional.empty();
    }
    disk.advance();
    return Optional.of(item);
  }

  private Optional<StatDigest> clean(ScanItem item) {
    FileStat stat = item.stat();
    return item.standing() == Standing.PRESENT && known.contains(stat) && racy.isBefore(stat)
        ? Optional.of(hasher.of(stat, scan.links().groupOf(stat)))
        : Optional.empty();
  }
}

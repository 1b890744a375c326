package dev.volary.core.capture.likeness;

import dev.volary.core.capture.walk.CacheCursor;
import dev.volary.core.io.ByteString;
import dev.volary.core.io.ByteWriter;
import dev.volary.core.scan.CachedItem;
import dev.volary.core.scan.Scan;
import dev.volary.core.scan.ScanItem;
import dev.volary.core.scan.StatCacheReader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// Where large files of a scan were in the base, told by their inodes in the stat cache.
///
/// An inode may have been given to another file meanwhile: then the base is none, which costs some
/// trying and no truth.
final class Renames {
  /// More moved files are not looked up.
  private static final int MOST = 1 << 16;

  private Renames() {}

  /// Returns the former path of each inode that stands at another path now.
  ///
  /// @param cache opens the stat cache at its beginning
  static Map<Long, ByteString> find(Scan scan, Supplier<Optional<StatCacheReader>> cache) {
    Set<Long> moved = cache.get().map(open -> moved(scan, open)).orElse(Set.of());
    return moved.isEmpty()
        ? Map.of()
        : cache.get().map(open -> paths(open, moved)).orElse(Map.of());
  }

  private static Set<Long> moved(Scan scan, StatCacheReader open) {
    Set<Long> moved = new HashSet<>();
    try (open) {
      CacheCursor cursor = new CacheCursor(Optional.of(open));
      Iterator<ScanItem> items = scan.items();
      while (items.hasNext() && moved.size() < MOST) {
        ScanItem item = items.next();
        Optional<CachedItem> known = cursor.match(item.depth(), item.name()).item();
        long inode = item.stat().ino();
        boolean sameDisk = item.stat().dev() == scan.totals().top().dev();
        if (item.stat().isRegular()
            && item.stat().size() >= CachedItem.LARGE
            && sameDisk
            && known.filter(each -> each.inode() == inode).isEmpty()) {
          moved.add(inode);
        }
      }
    }
    return moved;
  }

  private static Map<Long, ByteString> paths(StatCacheReader open, Set<Long> wanted) {
    Map<Long, ByteString> paths = new HashMap<>();
    Deque<ByteString> names = new ArrayDeque<>();
    try (open) {
      for (CachedItem item = open.peek(); item != null; item = open.peek()) {
        while (names.size() >= item.depth() && !names.isEmpty()) {
          names.removeLast();
        }
        names.addLast(item.name());
        if (wanted.contains(item.inode())) {
          paths.put(item.inode(), join(names));
        }
        open.advance();
      }
    }
    return paths;
  }

  private static ByteString join(Deque<ByteString> names) {
    ByteWriter path = new ByteWriter();
    for (ByteString name : names) {
      if (path.size() > 0) {
        path.u8('/');
      }
      name.writeTo(path);
    }
    return ByteString.of(path.array(), 0, path.size());
  }
}

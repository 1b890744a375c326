package dev.volary.core.restore.plan;

import dev.volary.core.io.ByteString;
import dev.volary.core.scan.CachedItem;
import dev.volary.core.scan.StatCacheReader;
import dev.volary.core.scan.StatDigest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A place in a stat cache, read along with a walk over names in the same order.
public final class CacheCursor {
  private final @Nullable StatCacheReader cache;

  CacheCursor(Optional<StatCacheReader> cache) {
    this.cache = cache.orElse(null);
  }

  /// Returns what the entry `name` at `depth` was when it was last known to equal the base; names
  /// are asked for in walking order.
  Optional<StatDigest> find(int depth, ByteString name) {
    if (cache == null) {
      return Optional.empty();
    }
    CachedItem item = cache.peek();
    while (item != null && isBefore(item, depth, name)) {
      cache.advance();
      item = cache.peek();
    }
    if (item == null || item.depth() != depth || !item.name().equals(name)) {
      return Optional.empty();
    }
    cache.advance();
    return item.clean();
  }

  private static boolean isBefore(CachedItem item, int depth, ByteString name) {
    return item.depth() > depth || item.depth() == depth && item.name().compareTo(name) < 0;
  }
}

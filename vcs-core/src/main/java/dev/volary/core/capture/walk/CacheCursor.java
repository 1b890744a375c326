package dev.volary.core.capture.walk;

import dev.volary.core.io.ByteString;
import dev.volary.core.scan.CachedItem;
import dev.volary.core.scan.StatCacheReader;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Goes through a stat cache in step with a scan, both depth-first with sorted names. Not
/// thread-safe.
public final class CacheCursor {
  private final Optional<StatCacheReader> cache;

  /// What the cache has for a scanned entry.
  ///
  /// @param item the cache's entry of the same directory and name
  /// @param passedOthers whether entries of the same directory were passed that the scan has not
  public record Match(Optional<CachedItem> item, boolean passedOthers) {
    private static final Match NONE = new Match(Optional.empty(), false);
  }

  /// A cursor before the first entry of `cache`.
  public CacheCursor(Optional<StatCacheReader> cache) {
    this.cache = cache;
  }

  /// Finds the entry `name` of the directory the scan is in.
  public Match match(int depth, ByteString name) {
    if (cache.isEmpty()) {
      return Match.NONE;
    }
    boolean passed = false;
    CachedItem next = cache.get().peek();
    while (next != null && isBefore(next, depth, name)) {
      passed |= next.depth() == depth;
      cache.get().advance();
      next = cache.get().peek();
    }
    if (next != null && next.depth() == depth && next.name().equals(name)) {
      cache.get().advance();
      return new Match(Optional.of(next), passed);
    }
    return new Match(Optional.empty(), passed);
  }

  /// Passes what is left of the directory whose entries have this depth; returns whether that was
  /// more than nothing, or is not known.
  public boolean leave(int depth) {
    if (cache.isEmpty()) {
      return false;
    }
    boolean passed = cache.get().damaged();
    @Nullable CachedItem next = cache.get().peek();
    while (next != null && next.depth() >= depth) {
      passed |= next.depth() == depth;
      cache.get().advance();
      next = cache.get().peek();
    }
    return passed;
  }

  private static boolean isBefore(CachedItem next, int depth, ByteString name) {
    return next.depth() > depth || next.depth() == depth && next.name().compareTo(name) < 0;
  }
}

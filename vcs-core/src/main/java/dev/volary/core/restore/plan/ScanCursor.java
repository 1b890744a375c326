package dev.volary.core.restore.plan;

import dev.volary.core.scan.ScanItem;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/// A place in what a scan found, read along with a walk over names in the same order.
public final class ScanCursor {
  private final Iterator<ScanItem> items;
  private @Nullable ScanItem ahead;

  public ScanCursor(Iterator<ScanItem> items) {
    this.items = items;
    advance();
  }

  /// Returns the next entry of the directory at `depth`, or null if there is no further one.
  public @Nullable ScanItem at(int depth) {
    ScanItem item = ahead;
    return item != null && item.depth() == depth ? item : null;
  }

  public void advance() {
    ahead = items.hasNext() ? items.next() : null;
  }

  /// Passes over what is beneath the entry at `depth` that was passed last.
  public void skipBelow(int depth) {
    ScanItem item = ahead;
    while (item != null && item.depth() > depth) {
      advance();
      item = ahead;
    }
  }
}

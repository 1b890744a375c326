package dev.volary.core.scan;

import dev.volary.core.io.ByteString;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Gathers what could not be held while a tree is restored. Thread-safe.
public final class UnheldCollector {
  private final List<UnheldFile.Item> items = new ArrayList<>();

  /// Notes what of the entry at `path` is not held, if anything.
  public void note(ByteString path, Unheld unheld) {
    if (!unheld.isNothing()) {
      add(new UnheldFile.Item(path, unheld, false));
    }
  }

  /// Notes an entry that could not be made.
  public void absent(ByteString path) {
    add(new UnheldFile.Item(path, Unheld.NOTHING, true));
  }

  public synchronized UnheldFile pack() {
    items.sort(Comparator.comparing(UnheldFile.Item::path));
    return UnheldFile.of(items);
  }

  synchronized void add(UnheldFile.Item item) {
    items.add(item);
  }
}

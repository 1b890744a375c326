package dev.volary.core.capture.tree;

import dev.volary.core.linux.FileStat;
import dev.volary.core.scan.LinkTable;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Future;

/// Has each inode with several names read once, so that its members agree. Not thread-safe.
final class LinkedReadings<T> {
  private final LinkTable links;
  private final Map<Inode, Shared<T>> readings = new HashMap<>();

  /// Begins a reading.
  interface Beginning<T> {
    Future<T> begin() throws IOException;
  }

  private record Inode(long dev, long ino) {}

  private record Shared<T>(Future<T> reading, int membersLeft) {}

  LinkedReadings(LinkTable links) {
    this.links = links;
  }

  /// Returns the reading of an inode, begun now if it is the first of its members.
  Future<T> reading(FileStat stat, Beginning<T> beginning) throws IOException {
    int members = links.membersOf(stat);
    if (members < 2) {
      return beginning.begin();
    }
    Inode inode = new Inode(stat.dev(), stat.ino());
    Shared<T> shared = readings.get(inode);
    if (shared == null) {
      shared = new Shared<>(beginning.begin(), members);
    }
    if (shared.membersLeft() == 1) {
      readings.remove(inode);
    } else {
      readings.put(inode, new Shared<>(shared.reading(), shared.membersLeft() - 1));
    }
    return shared.reading();
  }
}

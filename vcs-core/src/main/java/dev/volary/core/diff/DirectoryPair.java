package dev.volary.core.diff;

import dev.volary.core.diff.DirectoryCursor.Unopened;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.object.Entry;
import dev.volary.core.object.tree.DirectoryReader;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Steps through two directories side by side, name by name, and passes unread over the pages that
/// both have. Holds one page a level, however large the directories are.
final class DirectoryPair {
  private final DirectoryCursor first;
  private final DirectoryCursor second;
  private @Nullable Entry before;
  private @Nullable Entry after;

  DirectoryPair(DirectoryReader reader, Optional<ObjectId> first, Optional<ObjectId> second) {
    this.first = new DirectoryCursor(reader, first);
    this.second = new DirectoryCursor(reader, second);
  }

  /// Returns the entry of the first directory at the name stepped to, or null.
  @Nullable Entry before() {
    return before;
  }

  /// Returns the entry of the second directory at the name stepped to, or null.
  @Nullable Entry after() {
    return after;
  }

  /// Steps to the next name that one of them has outside of common pages; false at the end.
  boolean next() {
    before = null;
    after = null;
    while (!first.atEnd() || !second.atEnd()) {
      Unopened left = first.page();
      Unopened right = second.page();
      if (left != null && right != null) {
        passOrOpen(left, right);
      } else if (left != null && reaches(left, second.entry())) {
        first.open(left);
      } else if (right != null && reaches(right, first.entry())) {
        second.open(right);
      } else {
        take(first.entry(), second.entry());
        return true;
      }
    }
    return false;
  }

  private void passOrOpen(Unopened left, Unopened right) {
    if (left.id().equals(right.id())) {
      first.skipPage();
      second.skipPage();
      return;
    }
    // The one that begins earlier is opened alone: what both have can then meet at its border.
    int order = left.lower().compareTo(right.lower());
    if (order == 0) {
      order = Long.compare(right.amount(), left.amount());
    }
    if (order <= 0) {
      first.open(left);
    }
    if (order >= 0) {
      second.open(right);
    }
  }

  private static boolean reaches(Unopened page, @Nullable Entry entry) {
    return entry == null || page.lower().compareTo(entry.name()) < 0;
  }

  private void take(@Nullable Entry left, @Nullable Entry right) {
    int order = left == null ? 1 : right == null ? -1 : left.name().compareTo(right.name());
    if (order <= 0) {
      before = left;
      first.skipEntry();
    }
    if (order >= 0) {
      after = right;
      second.skipEntry();
    }
  }
}

package dev.volary.core.restore.plan;

import dev.volary.core.io.ByteString;
import dev.volary.core.linux.FileStat;
import dev.volary.core.object.LinkGroup;
import dev.volary.core.scan.Unheld;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Which wanted hard-link group, or which single path, keeps each inode on disk that has several
/// names, and where the first member of each group stands.
public final class HardLinks {
  /// The first member of a group, in walking order; the others become links of it.
  ///
  /// @param inode the inode it keeps; 0 if it gets a new one
  /// @param changed whether anything is done to it
  public record Anchor(ByteString path, long inode, boolean changed) {}

  private final Map<LinkGroup, Anchor> anchors = new HashMap<>();
  private final Map<ByteString, Unheld> unheldAnchors = new HashMap<>();
  private final Map<Long, Object> keepers = new HashMap<>();

  /// Returns the first member of a group, if it was passed.
  public Optional<Anchor> anchor(LinkGroup group) {
    return Optional.ofNullable(anchors.get(group));
  }

  void putAnchor(LinkGroup group, Anchor anchor) {
    anchors.put(group, anchor);
  }

  /// Remembers what of an anchor could not be held: it is the same for its links.
  public void noteUnheld(ByteString anchor, Unheld unheld) {
    if (!unheld.isNothing()) {
      unheldAnchors.put(anchor, unheld);
    }
  }

  public Unheld unheld(ByteString anchor) {
    return unheldAnchors.getOrDefault(anchor, Unheld.NOTHING);
  }

  /// Claims an inode for a group, or for the single path where there is none.
  ///
  /// @return whether it is free or claimed by the same already
  boolean claim(FileStat stat, Optional<LinkGroup> group, ByteString path) {
    if (stat.nlink() < 2) {
      return true;
    }
    Object keeper = group.isPresent() ? group.get() : path;
    @Nullable Object before = keepers.putIfAbsent(stat.ino(), keeper);
    return before == null || before.equals(keeper);
  }
}

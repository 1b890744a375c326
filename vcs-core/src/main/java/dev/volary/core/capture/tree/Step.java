package dev.volary.core.capture.tree;

import dev.volary.core.capture.walk.BaseDirectory;
import dev.volary.core.capture.walk.LiveDirectory;
import dev.volary.core.object.LinkGroup;
import dev.volary.core.scan.ScanItem;
import dev.volary.core.scan.StatDigest;
import java.util.Optional;
import java.util.concurrent.Future;

/// One step of building the tree, in the order of the scan.
sealed interface Step {
  /// A directory begins.
  ///
  /// @param cached whether the stat cache knows a directory's worth of entries here
  /// @param clean its digest, where its own attributes are the base's
  /// @param own its own attributes, where they had to be read
  record Enter(
      ScanItem item,
      LiveDirectory live,
      BaseDirectory base,
      boolean cached,
      Optional<StatDigest> clean,
      Optional<CapturedEntry> own)
      implements Step {}

  /// The directory that began last ends.
  record Leave() implements Step {}

  /// An entry that is the base's, unread.
  record Keep(ScanItem item, StatDigest clean) implements Step {}

  /// An entry that is being read.
  record Add(
      ScanItem item,
      LiveDirectory live,
      Optional<LinkGroup> group,
      Future<Optional<CapturedEntry>> reading)
      implements Step {}

  /// An entry that the worktree can't hold: the base's stays.
  record CarryOver(ScanItem item) implements Step {}

  /// Something of the base is gone from the directory at this place.
  record Gap() implements Step {}
}

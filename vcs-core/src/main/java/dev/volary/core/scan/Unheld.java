package dev.volary.core.scan;

import dev.volary.core.io.ByteString;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/// What of one committed entry a worktree could not represent, and so says nothing about.
///
/// @param owner whether its uid and gid could not be set
/// @param mode whether some of its mode bits could not be set
/// @param time whether its modification time could be set only roughly
/// @param xattrs names of the extended attributes that could not be set
public record Unheld(boolean owner, boolean mode, boolean time, SortedSet<ByteString> xattrs) {
  /// All of it is there.
  public static final Unheld NOTHING = new Unheld(false, false, false, new TreeSet<>());

  public Unheld {
    xattrs = Collections.unmodifiableSortedSet(new TreeSet<>(xattrs));
  }

  /// Tells whether all of the entry could be represented.
  public boolean isNothing() {
    return !owner && !mode && !time && xattrs.isEmpty();
  }
}

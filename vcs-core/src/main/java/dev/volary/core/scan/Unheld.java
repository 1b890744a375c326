package dev.volary.core.scan;

import dev.volary.core.io.ByteString;
import dev.volary.core.object.AccessList;
import dev.volary.core.object.Attributes;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// What of one committed entry a worktree could not represent, and so says nothing about.
///
/// @param owner whether its uid and gid could not be set
/// @param mode the mode that stands there in place of its own, if that could not be set or would
///   close it to its own user
/// @param time whether its modification time could be set only roughly
/// @param xattrs names of the extended attributes that could not be set
public record Unheld(
    boolean owner, Optional<StandIn> mode, boolean time, SortedSet<ByteString> xattrs) {
  /// All of it is there.
  public static final Unheld NOTHING = new Unheld(false, Optional.empty(), false, new TreeSet<>());

  private static final long ROUGHEST_SECONDS = 2;

  public Unheld {
    xattrs = Collections.unmodifiableSortedSet(new TreeSet<>(xattrs));
  }

  /// A mode in the place of another one: as long as it stands there, the other one is meant.
  ///
  /// @param meant the committed mode
  /// @param shown the one the entry was left with
  public record StandIn(int meant, int shown) {
    public StandIn {
      if (meant < 0 || meant > Attributes.MAX_MODE || shown < 0 || shown > Attributes.MAX_MODE) {
        throw new IllegalArgumentException(meant + " shown as " + shown);
      }
    }
  }

  /// Tells whether all of the entry could be represented.
  public boolean isNothing() {
    return !owner && mode.isEmpty() && !time && xattrs.isEmpty();
  }

  /// Returns `live` with what is not held replaced by the `base`'s.
  public Attributes carriedOver(Attributes live, Attributes base) {
    if (isNothing()) {
      return live;
    }
    boolean standsIn = mode.equals(Optional.of(new StandIn(base.mode(), live.mode())));
    boolean sameTime = time && isRoughly(live, base);
    return new Attributes(
        standsIn ? base.mode() : live.mode(),
        owner ? base.uid() : live.uid(),
        owner ? base.gid() : live.gid(),
        sameTime ? base.mtimeSeconds() : live.mtimeSeconds(),
        sameTime ? base.mtimeNanos() : live.mtimeNanos(),
        xattrs(live, base, standsIn));
  }

  /// Whether a rough clock could show the base's time as the live one.
  private static boolean isRoughly(Attributes live, Attributes base) {
    return Math.abs(live.mtimeSeconds() - base.mtimeSeconds()) <= ROUGHEST_SECONDS;
  }

  private SortedMap<ByteString, ByteString> xattrs(
      Attributes live, Attributes base, boolean standsIn) {
    SortedMap<ByteString, ByteString> all = new TreeMap<>(live.xattrs());
    for (ByteString name : xattrs) {
      ByteString value = base.xattrs().get(name);
      if (value != null) {
        all.putIfAbsent(name, value);
      }
    }
    if (standsIn) {
      all.computeIfPresent(AccessList.NAME, (_, list) -> AccessList.withOwner(list, base.mode()));
    }
    return all;
  }
}

package dev.volary.core.capture.tree;

import dev.volary.core.io.ByteString;
import dev.volary.core.object.Attributes;
import dev.volary.core.scan.Unheld;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Takes from the base what the worktree could not hold.
final class Carryover {
  private static final long ROUGHEST_SECONDS = 2;

  private Carryover() {}

  /// Returns `live` with what `unheld` names replaced by the base's.
  static Attributes apply(Attributes live, Unheld unheld, Optional<Attributes> base) {
    if (unheld.isNothing() || base.isEmpty()) {
      return live;
    }
    Attributes held = base.get();
    boolean time = unheld.time() && isRoughly(live, held);
    return new Attributes(
        unheld.mode() ? held.mode() : live.mode(),
        unheld.owner() ? held.uid() : live.uid(),
        unheld.owner() ? held.gid() : live.gid(),
        time ? held.mtimeSeconds() : live.mtimeSeconds(),
        time ? held.mtimeNanos() : live.mtimeNanos(),
        xattrs(live, unheld, held));
  }

  /// Whether a rough clock could show the base's time as the live one.
  private static boolean isRoughly(Attributes live, Attributes held) {
    return Math.abs(live.mtimeSeconds() - held.mtimeSeconds()) <= ROUGHEST_SECONDS;
  }

  private static SortedMap<ByteString, ByteString> xattrs(
      Attributes live, Unheld unheld, Attributes held) {
    SortedMap<ByteString, ByteString> all = new TreeMap<>(live.xattrs());
    for (ByteString name : unheld.xattrs()) {
      ByteString value = held.xattrs().get(name);
      if (value != null) {
        all.putIfAbsent(name, value);
      }
    }
    return all;
  }
}

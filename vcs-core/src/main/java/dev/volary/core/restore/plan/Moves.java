package dev.volary.core.restore.plan;

import dev.volary.core.io.ByteString;
import dev.volary.core.linux.FileStat;
import dev.volary.core.object.Node.RegularNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Files whose content a plan found under a path that goes away: they are renamed, not rewritten.
/// Only large ones that are known unread are looked at, and a bounded number of them.
public final class Moves {
  /// Rewriting less than this, in bytes, costs no more than moving it.
  private static final long WORTHWHILE = 128 << 10;

  private static final int LIMIT = 1 << 14;

  /// A file that goes away.
  public record Origin(ByteString path, FileStat stat) {}

  private final Map<RegularNode, Origin> leaving = new HashMap<>();
  private final Map<RegularNode, ByteString> coming = new HashMap<>();
  private final Map<ByteString, Origin> byTarget = new HashMap<>();
  private final Set<ByteString> origins = new HashSet<>();

  /// Notes a file that goes away and is known to have this content.
  void leaving(RegularNode file, ByteString path, FileStat stat) {
    if (file.size() >= WORTHWHILE && stat.nlink() == 1 && leaving.size() < LIMIT) {
      leaving.putIfAbsent(file, new Origin(path, stat));
    }
  }

  /// Notes a file that is to be made.
  void coming(RegularNode file, ByteString path) {
    if (file.size() >= WORTHWHILE && coming.size() < LIMIT) {
      coming.putIfAbsent(file, path);
    }
  }

  /// Pairs what was noted; the rest is forgotten. Returns the files that need not be written.
  Set<RegularNode> match() {
    Set<RegularNode> moved = new HashSet<>(leaving.keySet());
    moved.retainAll(coming.keySet());
    for (RegularNode file : moved) {
      Origin origin = leaving.get(file);
      ByteString target = coming.get(file);
      if (origin != null && target != null) {
        byTarget.put(target, origin);
        origins.add(origin.path());
      }
    }
    leaving.clear();
    coming.clear();
    return moved;
  }

  /// Returns the moves: the path a file comes to, and where it is.
  public Map<ByteString, Origin> byTarget() {
    return byTarget;
  }

  /// Tells whether the file at `path` moves elsewhere.
  public boolean isOrigin(ByteString path) {
    return origins.contains(path);
  }

  /// Returns where the file for `path` comes from.
  Optional<Origin> to(ByteString path) {
    @Nullable Origin origin = byTarget.get(path);
    return Optional.ofNullable(origin);
  }

  /// Gives a move up: the file is removed there and written here.
  public void giveUp(ByteString target) {
    Origin origin = byTarget.remove(target);
    if (origin != null) {
      origins.remove(origin.path());
    }
  }
}

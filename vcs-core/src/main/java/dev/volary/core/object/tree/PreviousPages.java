package dev.volary.core.object.tree;

import dev.volary.core.hash.ObjectId;
import dev.volary.core.hash.ObjectKind;
import dev.volary.core.object.BasePiece;
import dev.volary.core.object.NewObject;
import dev.volary.core.object.ObjectSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The previous version of a directory or file map, asked in ascending order for the pages that a
/// new page resembles. Not thread-safe.
final class PreviousPages {
  private final ObjectSource source;
  private final ObjectKind kind;
  private final ObjectId root;
  private final Map<Integer, PageWalk> walks = new HashMap<>();

  PreviousPages(ObjectSource source, ObjectKind kind, ObjectId root) {
    this.source = source;
    this.kind = kind;
    this.root = root;
  }

  /// Returns the pages of `height` that cover what lies after `lower` up to `upper`, in order; the
  /// nearest before it where none does.
  List<BasePiece> covering(int height, Bound lower, Bound upper) {
    PageWalk walk = walks.computeIfAbsent(height, each -> new PageWalk(source, kind, root, each));
    walk.skip(end -> end.compareTo(lower) <= 0);
    List<BasePiece> pieces = new ArrayList<>();
    while (!walk.atEnd() && pieces.size() < NewObject.MAX_PIECES) {
      pieces.add(piece(walk.id(), walk.read()));
      Bound start = walk.lower();
      if (walk.said().map(start::after).map(end -> end.compareTo(upper) >= 0).orElse(true)) {
        return pieces;
      }
      walk.advance();
    }
    if (pieces.isEmpty() && walk.lastPassed().isPresent()) {
      ObjectId nearest = walk.lastPassed().get();
      pieces.add(piece(nearest, source.read(kind, nearest)));
    }
    return pieces;
  }

  private static BasePiece piece(ObjectId id, byte[] plain) {
    return new BasePiece(id, 0, plain.length);
  }
}

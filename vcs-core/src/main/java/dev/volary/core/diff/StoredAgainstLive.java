package dev.volary.core.diff;

import dev.volary.core.hash.ObjectHash;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.hash.ObjectKind;
import dev.volary.core.object.Content;
import dev.volary.core.object.Extent;
import dev.volary.core.object.Node.RegularNode;
import dev.volary.core.object.ObjectSource;
import dev.volary.core.object.tree.FileMapReader;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Optional;

/// Compares the bytes of a stored file with those of a live one whose chunks were hashed and
/// forgotten: where the cuts differ, the stored bytes are hashed as the live file was cut, up to
/// the first difference. Thread-safe.
final class StoredAgainstLive {
  private final ObjectSource source;
  private final FileMapReader maps;

  StoredAgainstLive(ObjectSource source) {
    this.source = source;
    this.maps = new FileMapReader(source);
  }

  /// Tells whether both have the same bytes, a hole being zeros.
  boolean sameBytes(RegularNode stored, RegularNode live) {
    if (stored.size() != live.size()) {
      return false;
    }
    if (stored.content().equals(live.content())) {
      return true;
    }
    if (!(stored.content() instanceof Content.MapContent)
        && !(live.content() instanceof Content.MapContent)) {
      return false; // one chunk each
    }
    ExtentCursor bytes = new ExtentCursor(source, extents(stored));
    byte[] buffer = new byte[Extent.MAX_CHUNK];
    for (Iterator<Extent> each = extents(live); each.hasNext(); ) {
      Extent extent = each.next();
      boolean same = extent.isHole() ? skipZeros(bytes, extent) : skipChunk(bytes, extent, buffer);
      if (!same) {
        return false;
      }
    }
    return true;
  }

  private static boolean skipZeros(ExtentCursor bytes, Extent hole) {
    for (long left = hole.length(); left > 0; ) {
      long step = Math.min(left, bytes.left());
      if (!bytes.isHole() && !bytes.hasZeros(step)) {
        return false;
      }
      bytes.advance(step);
      left -= step;
    }
    return true;
  }

  private static boolean skipChunk(ExtentCursor bytes, Extent chunk, byte[] buffer) {
    Optional<ObjectId> cut = bytes.chunkHere(chunk.length());
    if (cut.isPresent()) {
      bytes.advance(chunk.length());
      return cut.equals(chunk.chunk());
    }
    int filled = 0;
    while (filled < chunk.length()) {
      int step = (int) Math.min(chunk.length() - filled, bytes.left());
      bytes.copy(buffer, filled, step);
      bytes.advance(step);
      filled += step;
    }
    ObjectId id = ObjectHash.of(ObjectKind.CHUNK, Arrays.copyOf(buffer, filled));
    return chunk.chunk().equals(Optional.of(id));
  }

  private Iterator<Extent> extents(RegularNode file) {
    return maps.extents(file.content(), file.size());
  }
}

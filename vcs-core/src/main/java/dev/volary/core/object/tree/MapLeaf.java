package dev.volary.core.object.tree;

import dev.volary.core.hash.ObjectId;
import dev.volary.core.io.ByteReader;
import dev.volary.core.io.ByteWriter;
import dev.volary.core.object.Extent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A page of chunks and holes: a file map, or a part of a long one.
///
/// @param extents with offsets from the beginning of the page
/// @param bytes the sum of their lengths
/// @param cut whether the rule ends the page with its last extent, as it must but for the last page
record MapLeaf(List<Extent> extents, long bytes, boolean cut) {
  /// Decodes the leaf `plain`, with everything checked that it shows by itself.
  static MapLeaf decode(String resource, byte[] plain) {
    return PageFormat.decode(resource, plain, PageFormat.LEAF, MapLeaf::read);
  }

  private static MapLeaf read(ByteReader in) {
    int count = (int) in.varint(CutRule.EXTENTS_MAX);
    if (count == 0) {
      throw in.corrupt("it is empty");
    }
    List<Extent> extents = new ArrayList<>(count);
    Optional<Extent> previous = Optional.empty();
    long offset = 0;
    boolean cut = false;
    for (int i = 1; i <= count; i++) {
      if (cut) {
        throw in.corrupt("it goes on after its border");
      }
      Extent extent = readExtent(in, offset);
      Optional<String> problem = previous.flatMap(before -> problem(before, extent));
      if (problem.isPresent()) {
        throw in.corrupt(problem.get());
      }
      extents.add(extent);
      offset = extent.end();
      int number = i;
      cut =
          extent
              .chunk()
              .map(id -> CutRule.endsExtents(number, id))
              .orElseGet(() -> CutRule.endsExtents(number));
      previous = Optional.of(extent);
    }
    return new MapLeaf(extents, offset, cut);
  }

  private static Extent readExtent(ByteReader in, long offset) {
    long length = in.varint(Extent.MAX_CHUNK);
    return length == 0
        ? new Extent(offset, in.varint(Long.MAX_VALUE), Optional.empty())
        : new Extent(offset, length, Optional.of(ObjectId.read(in)));
  }

  /// Says why `next` can't follow `extent`, or nothing.
  static Optional<String> problem(Extent extent, Extent next) {
    if (!extent.isHole()) {
      return !next.isHole() && extent.length() < Extent.MIN_CHUNK
          ? Optional.of("a chunk within it is too short")
          : Optional.empty();
    }
    if (next.isHole()) {
      return Optional.of("a hole follows a hole");
    }
    return extent.length() % Extent.HOLE_BLOCK != 0
        ? Optional.of("a hole does not end at a block")
        : Optional.empty();
  }

  /// Collects the extents of one leaf, as bytes.
  static final class Builder {
    private final ByteWriter body = new ByteWriter(16 << 10);
    private int count;
    private long bytes;

    /// Adds an extent; tells whether the leaf ends now.
    boolean add(Extent extent) {
      count++;
      bytes += extent.length();
      if (extent.chunk().isEmpty()) {
        body.u8(0).varint(extent.length());
        return CutRule.endsExtents(count);
      }
      ObjectId id = extent.chunk().get();
      id.writeTo(body.varint(extent.length()));
      return CutRule.endsExtents(count, id);
    }

    int count() {
      return count;
    }

    long bytes() {
      return bytes;
    }

    /// Returns the canonical bytes of the leaf and begins another.
    byte[] take() {
      ByteWriter out = new ByteWriter(body.size() + 4);
      out.u8(PageFormat.LEAF).varint(count).bytes(body.array(), 0, body.size());
      body.reset();
      count = 0;
      bytes = 0;
      return out.toByteArray();
    }
  }
}

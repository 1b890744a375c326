package dev.volary.core.object.tree;

import dev.volary.core.error.VolaryException;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.hash.ObjectKind;
import dev.volary.core.object.Content;
import dev.volary.core.object.Content.ChunkContent;
import dev.volary.core.object.Content.EmptyContent;
import dev.volary.core.object.Content.MapContent;
import dev.volary.core.object.Extent;
import dev.volary.core.object.ObjectSource;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/// Reads contents of files as streams of chunks and holes, one page a level held at a time.
///
/// Everything read is checked; what is not a valid file map of the expected size fails with
/// [dev.volary.core.error.Fault#CORRUPT], what is not there with
/// [dev.volary.core.error.Fault#NOT_FOUND]. Thread-safe; the iterators are not.
public final class FileMapReader {
  private final ObjectSource source;

  /// A reader of file maps in `source`.
  public FileMapReader(ObjectSource source) {
    this.source = source;
  }

  /// Returns the extents of a file of `size` bytes in order, from its beginning to its end.
  public Iterator<Extent> extents(Content content, long size) {
    return extentsFrom(content, size, 0);
  }

  /// Returns the extents of a file of `size` bytes in order, from the one that holds byte `offset`
  /// on; none where `offset` is at or after the end.
  public Iterator<Extent> extentsFrom(Content content, long size, long offset) {
    if (offset < 0) {
      throw new IllegalArgumentException("offset " + offset);
    }
    return switch (content) {
      case EmptyContent() -> Collections.emptyIterator();
      case ChunkContent(ObjectId id) ->
          offset >= size
              ? Collections.emptyIterator()
              : List.of(new Extent(0, size, Optional.of(id))).iterator();
      case MapContent(ObjectId id) -> mapped(id, size, offset);
    };
  }

  private Iterator<Extent> mapped(ObjectId id, long size, long offset) {
    PageWalk walk = new PageWalk(source, ObjectKind.FILE_MAP, id, 0);
    walk.skip(end -> end.offset() <= offset && end.offset() < size);
    if (offset >= size || walk.atEnd()) {
      return Collections.emptyIterator();
    }
    Extents extents = new Extents(walk, size);
    extents.skipTo(offset);
    return extents;
  }

  /// The extents from a leaf's first on.
  private static final class Extents implements Iterator<Extent> {
    private final PageWalk walk;
    private final long size;
    private List<Extent> extents = List.of();
    private int next;
    private long pageStart;
    private String resource = "";
    private Optional<Extent> previous = Optional.empty();

    Extents(PageWalk walk, long size) {
      this.walk = walk;
      this.size = size;
      load();
    }

    void skipTo(long offset) {
      while (hasNext() && pageStart + extents.get(next).end() <= offset) {
        next();
      }
    }

    @Override
    public boolean hasNext() {
      while (next == extents.size()) {
        if (walk.atEnd()) {
          return false;
        }
        walk.advance();
        if (walk.atEnd()) {
          extents = List.of();
          next = 0;
          return false;
        }
        load();
      }
      return true;
    }

    @Override
    public Extent next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      Extent relative = extents.get(next++);
      if (relative.length() > size - pageStart - relative.offset()) {
        throw VolaryException.corrupt(resource, "it is longer than the file");
      }
      Extent extent =
          new Extent(pageStart + relative.offset(), relative.length(), relative.chunk());
      check(extent);
      previous = Optional.of(extent);
      return extent;
    }

    private void check(Extent extent) {
      Optional<String> problem = previous.flatMap(before -> MapLeaf.problem(before, extent));
      if (problem.isPresent()) {
        throw VolaryException.corrupt(resource, problem.get());
      }
      if (extent.isHole() && extent.offset() % Extent.HOLE_BLOCK != 0) {
        throw VolaryException.corrupt(resource, "a hole does not begin at a block");
      }
      if (walk.isLast() && next == extents.size() && extent.end() != size) {
        throw VolaryException.corrupt(resource, "it is shorter than the file");
      }
    }

    private void load() {
      resource = PageFormat.resource(ObjectKind.FILE_MAP, walk.id());
      MapLeaf leaf = MapLeaf.decode(resource, walk.read());
      boolean single =
          walk.said().isEmpty()
              && leaf.extents().size() == 1
              && !leaf.extents().getFirst().isHole();
      if (single) {
        throw VolaryException.corrupt(resource, "it maps a single chunk");
      }
      if (walk.said().isPresent() && walk.said().get().amount() != leaf.bytes()) {
        throw VolaryException.corrupt(resource, "it is not what the page above says");
      }
      if (!leaf.cut() && !walk.isLast()) {
        throw VolaryException.corrupt(resource, "it ends before its border");
      }
      extents = leaf.extents();
      next = 0;
      pageStart = walk.lower().offset();
    }
  }
}

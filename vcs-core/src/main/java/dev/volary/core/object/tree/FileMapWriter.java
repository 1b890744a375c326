package dev.volary.core.object.tree;

import dev.volary.core.hash.ObjectId;
import dev.volary.core.hash.ObjectKind;
import dev.volary.core.io.ByteString;
import dev.volary.core.object.Content;
import dev.volary.core.object.Content.ChunkContent;
import dev.volary.core.object.Content.EmptyContent;
import dev.volary.core.object.Content.MapContent;
import dev.volary.core.object.Extent;
import dev.volary.core.object.ObjectSink;
import dev.volary.core.object.PreviousFile;
import java.util.Optional;

/// Writes the file map of a file of any length as a stream of chunks and holes; the content depends
/// on them alone.
///
/// Adjacent holes become one. Holds one unfinished page a level. Pages that the sink has are not
/// put; the others come with the previous version's pages over the same offsets as their base. Not
/// thread-safe.
public final class FileMapWriter {
  private final PageTree tree;
  private final MapLeaf.Builder leaf = new MapLeaf.Builder();
  private Optional<Extent> pending = Optional.empty();
  private boolean map;

  /// A writer of a file that resembles nothing known.
  public FileMapWriter(ObjectSink sink) {
    this(sink, Optional.empty());
  }

  /// A writer of a file that may resemble `previous`.
  public FileMapWriter(ObjectSink sink, Optional<PreviousFile> previous) {
    this.tree = new PageTree(ObjectKind.FILE_MAP, sink, previous.flatMap(FileMapWriter::pages));
  }

  /// Adds a chunk of `length` bytes, 1 to [Extent#MAX_CHUNK]; one shorter than [Extent#MIN_CHUNK]
  /// must end the file or be followed by a hole.
  public void chunk(ObjectId id, int length) {
    add(new Extent(length(), length, Optional.of(id)));
  }

  /// Adds a hole of `length` bytes; it must begin at a multiple of [Extent#HOLE_BLOCK] and end at
  /// one or at the end of the file.
  public void hole(long length) {
    long start = length();
    if (start % Extent.HOLE_BLOCK != 0) {
      throw new IllegalArgumentException("a hole at " + start);
    }
    if (pending.isPresent() && pending.get().isHole()) {
      Extent before = pending.get();
      pending =
          Optional.of(new Extent(before.offset(), before.length() + length, Optional.empty()));
    } else {
      add(new Extent(start, length, Optional.empty()));
    }
  }

  /// Returns how many bytes were added, holes included.
  public long length() {
    return pending.map(Extent::end).orElse(0L);
  }

  /// Puts what is left and returns the file's content; the writer is used up.
  public Content finish() {
    if (pending.isEmpty()) {
      return new EmptyContent();
    }
    Extent last = pending.get();
    if (!map && last.chunk().isPresent()) {
      return new ChunkContent(last.chunk().get());
    }
    push(last);
    if (leaf.count() > 0) {
      endLeaf();
    }
    return new MapContent(tree.finish());
  }

  private void add(Extent extent) {
    if (pending.isPresent()) {
      Optional<String> problem = MapLeaf.problem(pending.get(), extent);
      if (problem.isPresent()) {
        throw new IllegalArgumentException(problem.get());
      }
      push(pending.get());
    }
    pending = Optional.of(extent);
  }

  private void push(Extent extent) {
    map = true;
    if (leaf.add(extent)) {
      endLeaf();
    }
  }

  private void endLeaf() {
    long bytes = leaf.bytes();
    tree.leaf(leaf.take(), ByteString.EMPTY, bytes);
  }

  private static Optional<PreviousPages> pages(PreviousFile previous) {
    return previous.content() instanceof MapContent(ObjectId id)
        ? Optional.of(new PreviousPages(previous.source(), ObjectKind.FILE_MAP, id))
        : Optional.empty();
  }
}

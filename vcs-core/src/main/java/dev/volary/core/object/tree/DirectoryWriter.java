package dev.volary.core.object.tree;

import dev.volary.core.hash.ObjectId;
import dev.volary.core.hash.ObjectKind;
import dev.volary.core.io.ByteString;
import dev.volary.core.object.Entry;
import dev.volary.core.object.ObjectSink;
import dev.volary.core.object.PreviousDirectory;
import java.util.Optional;

/// Writes a directory of any size as a stream of entries; the id depends on the entries alone.
///
/// Holds one unfinished page a level. Pages that the sink has are not put; the others come with the
/// previous version's pages over the same names as their base. Not thread-safe.
public final class DirectoryWriter {
  private final PageTree tree;
  private final DirectoryLeaf.Builder leaf = new DirectoryLeaf.Builder();
  private ByteString last = ByteString.EMPTY;
  private long entries;

  /// A writer of a directory that resembles nothing known.
  public DirectoryWriter(ObjectSink sink) {
    this(sink, Optional.empty());
  }

  /// A writer of a directory that may resemble `previous`.
  public DirectoryWriter(ObjectSink sink, Optional<PreviousDirectory> previous) {
    this.tree =
        new PageTree(
            ObjectKind.DIRECTORY,
            sink,
            previous.map(
                it -> new PreviousPages(it.source(), ObjectKind.DIRECTORY, it.directory())));
  }

  /// Adds an entry, whose name must be greater (as unsigned bytes) than the one before.
  public void add(Entry entry) {
    if (entry.name().compareTo(last) <= 0) {
      throw new IllegalArgumentException("'" + entry.name() + "' after '" + last + "'");
    }
    last = entry.name();
    entries++;
    if (leaf.add(entry)) {
      endLeaf();
    }
  }

  /// Returns how many entries were added.
  public long entries() {
    return entries;
  }

  /// Puts what is left and returns the directory's id; the writer is used up.
  public ObjectId finish() {
    if (leaf.count() > 0 || entries == 0) {
      endLeaf();
    }
    return tree.finish();
  }

  private void endLeaf() {
    long amount = leaf.count();
    tree.leaf(leaf.take(), last, amount);
  }
}

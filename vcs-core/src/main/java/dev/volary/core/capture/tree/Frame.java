package dev.volary.core.capture.tree;

import dev.volary.core.capture.walk.BaseCursor;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.io.ByteReader;
import dev.volary.core.io.ByteString;
import dev.volary.core.io.ByteWriter;
import dev.volary.core.object.Attributes;
import dev.volary.core.object.Entry;
import dev.volary.core.object.Node.DirectoryNode;
import dev.volary.core.object.ObjectSink;
import dev.volary.core.object.tree.DirectoryWriter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A directory being built. As long as everything in it is the base's, it only notes names; at the
/// first difference it copies what it has noted and writes from there on. Not thread-safe.
final class Frame {
  private final ObjectSink sink;
  private final Step.Enter begun;
  private final BaseCursor cursor;
  private @Nullable DirectoryWriter writer;
  private final ByteWriter kept = new ByteWriter(16);

  Frame(ObjectSink sink, Step.Enter begun) {
    this.sink = sink;
    this.begun = begun;
    this.cursor = begun.base().cursor();
    if (!begun.cached()) {
      touch();
    }
  }

  Step.Enter begun() {
    return begun;
  }

  /// Takes over the base's entry of this name.
  void keep(ByteString name) {
    if (writer == null) {
      kept.sized(name);
      return;
    }
    writer.add(cursor.find(name).orElseThrow(() -> new StaleCacheException(name)));
  }

  /// Takes over the base's entry of this name if there is one.
  ///
  /// @return whether there is
  boolean keepIfKnown(ByteString name) {
    DirectoryWriter out = touch();
    Optional<Entry> entry = cursor.find(name);
    entry.ifPresent(out::add);
    return entry.isPresent();
  }

  /// Adds an entry of its own.
  void add(Entry entry) {
    touch().add(entry);
  }

  /// Returns the base's entry of this name; asked for before the entry is kept or added.
  Optional<Entry> inBase(ByteString name) {
    touch();
    return cursor.find(name);
  }

  /// From here on the directory is not known to be the base's.
  DirectoryWriter touch() {
    if (writer == null) {
      writer = new DirectoryWriter(sink, begun.base().previous());
      ByteReader names = new ByteReader("the names of kept entries", kept.array(), 0, kept.size());
      while (names.remaining() > 0) {
        keep(names.sized(Entry.MAX_NAME));
      }
    }
    return writer;
  }

  /// Tells whether all of its entries are the base's.
  boolean isKept() {
    return writer == null && begun.base().id().isPresent();
  }

  /// Ends it; returns its first object.
  ObjectId finish() {
    return isKept() ? begun.base().id().orElseThrow() : touch().finish();
  }

  /// Returns its own attributes: those that were read, else the base's.
  Attributes attributes() {
    return begun
        .own()
        .map(CapturedEntry::attributes)
        .or(() -> begun.base().entry().map(Entry::attributes))
        .orElseThrow(() -> new StaleCacheException(begun.item().name()));
  }

  /// Returns the entry that stands for it in the directory above.
  Entry entry(ObjectId directory) {
    return new Entry(
        begun.item().name(), attributes(), Optional.empty(), new DirectoryNode(directory));
  }
}

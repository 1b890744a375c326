package dev.volary.core.operation.copy;

import dev.volary.core.hash.ObjectId;
import dev.volary.core.io.ByteString;
import dev.volary.core.linux.DirectoryHandle;
import dev.volary.core.linux.FileStat;
import dev.volary.core.linux.Linux;
import dev.volary.core.linux.layer.LayeredDirectory;
import dev.volary.core.object.Entry;
import dev.volary.core.object.Node;
import dev.volary.core.object.ObjectSource;
import dev.volary.core.object.tree.DirectoryReader;
import dev.volary.core.object.tree.Top;
import dev.volary.core.restore.entry.DeepStack;
import dev.volary.core.scan.CachedItem;
import dev.volary.core.scan.StatCacheBinding;
import dev.volary.core.scan.StatCacheReader;
import dev.volary.core.scan.StatCacheWriter;
import dev.volary.core.scan.StatHasher;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Writes stat caches for files that nobody can have changed: those of a shared checkout, alone or
/// under an overlay. They were on disk before the checkout was complete and are never written
/// again, so unlike other notes these can be made anew in each run of the kernel.
final class CleanNotes {
  private final DirectoryReader reader;
  private final StatCacheWriter cache;
  private final StatHasher hasher = new StatHasher();

  private CleanNotes(ObjectSource source, StatCacheWriter cache) {
    this.reader = new DirectoryReader(source);
    this.cache = cache;
  }

  /// What notes are about, and where they go.
  ///
  /// @param root the tree that `top` is or is based on
  /// @param file the stat cache
  record Subject(DirectoryHandle top, ObjectId root, ObjectSource source, Path file) {
    /// Tells whether there are notes about it for this run of the kernel.
    boolean isNoted() throws IOException {
      Optional<StatCacheReader> reader = StatCacheReader.open(file, binding());
      reader.ifPresent(StatCacheReader::close);
      return reader.isPresent();
    }

    private StatCacheBinding binding() throws IOException {
      return new StatCacheBinding(root, Linux.bootId(), top.stat().dev());
    }

    private ObjectId tree() {
      return Top.read(source, root).directory();
    }
  }

  /// Writes that all of a checkout is its tree.
  static void ofCheckout(Subject subject, Path folder) throws IOException {
    write(subject, Optional.of(subject.tree()), folder);
  }

  /// Writes what of an overlay is sure to be its base: what lies in its lower layer, the tree
  /// `lower`, and is the same in both. The rest has to be looked at.
  static void ofOverlay(Subject subject, ObjectId lower, Path folder) throws IOException {
    write(subject, Optional.of(Top.read(subject.source(), lower).directory()), folder);
  }

  private static void write(Subject subject, Optional<ObjectId> lower, Path folder)
      throws IOException {
    try (StatCacheWriter cache = StatCacheWriter.create(folder)) {
      Path finished =
          DeepStack.run(() -> {
            new CleanNotes(subject.source(), cache).walk(subject.top(), subject.tree(), lower, 1);
            return cache.finish(subject.binding());
          });
      StatCacheWriter.publish(finished, subject.file());
    }
  }

  /// Adds the entries of the base's directory; `here` is null where there is none at its place.
  private void walk(
      @Nullable DirectoryHandle here, ObjectId base, Optional<ObjectId> lower, int depth)
      throws IOException {
    Cursor beneath = new Cursor(lower.map(reader::entries).orElse(null));
    boolean same = lower.equals(Optional.of(base));
    for (Iterator<Entry> each = reader.entries(base); each.hasNext(); ) {
      Entry entry = each.next();
      Optional<Entry> under = same ? Optional.of(entry) : beneath.find(entry.name());
      Optional<FileStat> stat = here == null ? Optional.empty() : untouched(here, entry.name());
      boolean clean =
          stat.isPresent()
              && under.filter(other -> isSame(other, entry)).isPresent()
              && stat.get().isDirectory() == isDirectory(entry);
      add(depth, entry, clean ? stat : Optional.empty());
      if (entry.node() instanceof Node.DirectoryNode(ObjectId id)) {
        descend(here, entry.name(), new Below(id, under.flatMap(CleanNotes::directory)), depth + 1);
      }
    }
  }

  /// A directory of the base, and the one of the lower tree at its place.
  private record Below(ObjectId base, Optional<ObjectId> lower) {}

  private void descend(@Nullable DirectoryHandle here, ByteString name, Below below, int depth)
      throws IOException {
    if (here == null || here.statIfPresent(name).filter(FileStat::isDirectory).isEmpty()) {
      walk(null, below.base(), Optional.empty(), depth);
      return;
    }
    try (DirectoryHandle inside = here.openDirectory(name)) {
      walk(inside, below.base(), below.lower(), depth);
    }
  }

  /// Returns the attributes of an entry that is as it was when the checkout was made.
  private static Optional<FileStat> untouched(DirectoryHandle here, ByteString name)
      throws IOException {
    boolean touched = here instanceof LayeredDirectory layers && !layers.isLower(name);
    return touched ? Optional.empty() : here.statIfPresent(name);
  }

  private void add(int depth, Entry entry, Optional<FileStat> clean) throws IOException {
    if (clean.isPresent()) {
      FileStat stat = clean.get();
      cache.add(depth, entry.name(), stat, Optional.of(hasher.of(stat, entry.linkGroup())));
    } else {
      cache.add(new CachedItem(depth, entry.name(), Optional.empty(), 0));
    }
  }

  private static boolean isSame(Entry lower, Entry base) {
    return isDirectory(lower) && isDirectory(base)
        ? lower.attributes().equals(base.attributes())
        : lower.equals(base);
  }

  private static boolean isDirectory(Entry entry) {
    return entry.node() instanceof Node.DirectoryNode;
  }

  private static Optional<ObjectId> directory(Entry entry) {
    return entry.node() instanceof Node.DirectoryNode(ObjectId id)
        ? Optional.of(id)
        : Optional.empty();
  }

  /// Goes through a directory forward only.
  private static final class Cursor {
    private final @Nullable Iterator<Entry> entries;
    private @Nullable Entry ahead;

    Cursor(@Nullable Iterator<Entry> entries) {
      this.entries = entries;
    }

    Optional<Entry> find(ByteString name) {
      while (entries != null
          && (ahead == null || ahead.name().compareTo(name) < 0)
          && entries.hasNext()) {
        ahead = entries.next();
      }
      return Optional.ofNullable(ahead).filter(entry -> entry.name().equals(name));
    }
  }
}

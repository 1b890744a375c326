package dev.volary.core.capture.likeness;

import dev.volary.core.capture.walk.BaseDirectory;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.io.ByteString;
import dev.volary.core.object.Entry;
import dev.volary.core.object.Node;
import dev.volary.core.object.ObjectSource;
import dev.volary.core.object.tree.DirectoryReader;
import dev.volary.core.object.tree.Top;
import dev.volary.core.scan.CachedItem;
import dev.volary.core.scan.Scan;
import dev.volary.core.scan.ScanItem;
import dev.volary.core.scan.StatCacheReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Finds what file of the base a new large file was (renamed), or resembles (a rotated log, the
/// next dump). A wrong answer costs some trying; nothing is taken over for it. Not thread-safe.
public final class Predecessors {
  /// A directory with more entries is not searched for similar names.
  private static final int MOST_NAMES = 4096;

  /// So many similar names are looked at.
  private static final int MOST_CANDIDATES = 8;

  private final Scan scan;
  private final ObjectSource source;
  private final Optional<Top> base;
  private final Supplier<Optional<StatCacheReader>> cache;
  private @Nullable Map<Long, ByteString> renames;
  private @Nullable BaseDirectory directory;
  private Map<String, List<Entry>> stems = Map.of();

  /// @param cache opens the stat cache at its beginning, each time it is asked
  public Predecessors(
      Scan scan,
      ObjectSource source,
      Optional<Top> base,
      Supplier<Optional<StatCacheReader>> cache) {
    this.scan = scan;
    this.source = source;
    this.base = base;
    this.cache = cache;
  }

  /// Returns what `item` was or resembles, which the base has not at its place in `above`.
  ///
  /// @param isThere whether the live directory has a name now
  public Optional<Entry> find(ScanItem item, BaseDirectory above, Predicate<ByteString> isThere) {
    if (base.isEmpty() || !item.stat().isRegular() || item.stat().size() < CachedItem.LARGE) {
      return Optional.empty();
    }
    return renamed(item).or(() -> similar(item.name(), above, isThere));
  }

  private Optional<Entry> renamed(ScanItem item) {
    Map<Long, ByteString> known = renames;
    if (known == null) {
      known = Renames.find(scan, cache);
      renames = known;
    }
    return Optional.ofNullable(known.get(item.stat().ino())).flatMap(this::inBase);
  }

  private Optional<Entry> inBase(ByteString path) {
    DirectoryReader reader = new DirectoryReader(source);
    ObjectId at = base.orElseThrow().directory();
    int start = 0;
    for (int slash = path.indexOf((byte) '/', 0);
        slash >= 0;
        slash = path.indexOf((byte) '/', start)) {
      Optional<Entry> inside = reader.find(at, path.substring(start, slash));
      if (inside.isEmpty() || !(inside.get().node() instanceof Node.DirectoryNode(ObjectId id))) {
        return Optional.empty();
      }
      at = id;
      start = slash + 1;
    }
    return reader.find(at, path.substring(start, path.size())).filter(Predecessors::isLarge);
  }

  /// Prefers what is gone, then the name just before.
  private Optional<Entry> similar(
      ByteString name, BaseDirectory above, Predicate<ByteString> isThere) {
    Optional<String> stem = NameStem.of(name);
    if (stem.isEmpty()) {
      return Optional.empty();
    }
    List<Entry> alike = stems(above).getOrDefault(stem.get(), List.of());
    int after = 0;
    while (after < alike.size() && alike.get(after).name().compareTo(name) < 0) {
      after++;
    }
    int from =
        Math.max(0, Math.min(after, alike.size() - MOST_CANDIDATES / 2) - MOST_CANDIDATES / 2);
    List<Entry> near = alike.subList(from, Math.min(alike.size(), from + MOST_CANDIDATES));
    Optional<Entry> gone = near.stream().filter(each -> !isThere.test(each.name())).findFirst();
    if (gone.isPresent() || alike.isEmpty()) {
      return gone;
    }
    return Optional.of(alike.get(Math.max(0, after - 1)));
  }

  private Map<String, List<Entry>> stems(BaseDirectory above) {
    if (above != directory) {
      directory = above;
      stems = above.id().map(this::stems).orElse(Map.of());
    }
    return stems;
  }

  private Map<String, List<Entry>> stems(ObjectId id) {
    Map<String, List<Entry>> found = new HashMap<>();
    Iterator<Entry> entries = new DirectoryReader(source).entries(id);
    for (int count = 0; entries.hasNext(); count++) {
      if (count == MOST_NAMES) {
        return Map.of();
      }
      Entry entry = entries.next();
      if (isLarge(entry)) {
        NameStem.of(entry.name())
            .ifPresent(stem -> found.computeIfAbsent(stem, _ -> new ArrayList<>()).add(entry));
      }
    }
    return found;
  }

  private static boolean isLarge(Entry entry) {
    return entry.node() instanceof Node.RegularNode(long size, var _) && size >= CachedItem.LARGE;
  }
}

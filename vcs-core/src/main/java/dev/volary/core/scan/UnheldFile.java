package dev.volary.core.scan;

import dev.volary.core.diff.PathFilter;
import dev.volary.core.error.VolaryException;
import dev.volary.core.io.AtomicFile;
import dev.volary.core.io.ByteReader;
import dev.volary.core.io.ByteString;
import dev.volary.core.io.ByteWriter;
import dev.volary.core.io.Envelope;
import dev.volary.core.object.Attributes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/// What a worktree can't hold, as it is kept beside its registration: paths in ascending order of
/// their bytes, each with what it shares with the one before, and flags. Immutable.
public final class UnheldFile implements UnheldAttributes {
  /// Magic and version of the file.
  private static final Envelope ENVELOPE = new Envelope("VUNH", 1, 1 << 30);

  private static final int OWNER = 1;
  private static final int MODE = 2;
  private static final int TIME = 4;
  private static final int XATTRS = 8;
  private static final int ABSENT = 16;

  /// Paths between two that are written in full, where a search can begin.
  private static final int STRIDE = 16;

  private static final int MAX_PATH = 1 << 20;

  private final byte[] records;
  private final List<Integer> starts;
  private final Map<ByteString, List<ByteString>> absent;
  private final int size;

  private UnheldFile(
      byte[] records, List<Integer> starts, Map<ByteString, List<ByteString>> absent, int size) {
    this.records = records;
    this.starts = starts;
    this.absent = absent;
    this.size = size;
  }

  /// One path and what of it is not held.
  ///
  /// @param absent whether it could not be made at all
  record Item(ByteString path, Unheld unheld, boolean absent) {}

  /// Packs `items`, sorted by path, each path once.
  public static UnheldFile of(List<Item> items) {
    ByteWriter out = new ByteWriter();
    ByteString before = ByteString.EMPTY;
    for (int i = 0; i < items.size(); i++) {
      Item item = items.get(i);
      int shared = i % STRIDE == 0 ? 0 : shared(before, item.path());
      out.varint(shared).sized(item.path().substring(shared, item.path().size()));
      write(out, item);
      before = item.path();
    }
    return index("what this worktree can't hold", out.toByteArray());
  }

  /// Reads the file, or returns nothing if there is none.
  public static Optional<UnheldFile> read(Path file) throws IOException {
    Optional<ByteReader> body = ENVELOPE.read(file);
    return body.map(in -> index(file.toString(), in.bytes(in.remaining())));
  }

  /// Writes it in one step; removes the file if everything is held.
  public void write(Path file) throws IOException {
    if (isEmpty()) {
      AtomicFile.remove(file);
    } else {
      AtomicFile.publish(file, ENVELOPE.seal(new ByteWriter().bytes(records)));
    }
  }

  /// Tells whether the worktree holds everything.
  public boolean isEmpty() {
    return size == 0;
  }

  /// Returns how many entries are not held as they are.
  public int size() {
    return size;
  }

  @Override
  public Unheld at(ByteString path) {
    int low = 0;
    int high = starts.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (itemAt(middle).path().compareTo(path) <= 0) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return starts.isEmpty() ? Unheld.NOTHING : search(low, path);
  }

  @Override
  public List<ByteString> absentIn(ByteString directory) {
    return absent.getOrDefault(directory, List.of());
  }

  /// Passes on what lies outside of `paths`.
  public void forEachOutside(PathFilter paths, UnheldCollector collector) {
    ByteReader in = new ByteReader("", records);
    ByteString before = ByteString.EMPTY;
    while (in.remaining() > 0) {
      Item item = read(in, before);
      if (!paths.covers(item.path())) {
        collector.add(item);
      }
      before = item.path();
    }
  }

  private Unheld search(int stride, ByteString path) {
    int start = starts.get(stride);
    ByteReader in = new ByteReader("", records, start, records.length - start);
    ByteString before = ByteString.EMPTY;
    for (int i = 0; i < STRIDE && in.remaining() > 0; i++) {
      Item item = read(in, before);
      int order = item.path().compareTo(path);
      if (order >= 0) {
        return order == 0 ? item.unheld() : Unheld.NOTHING;
      }
      before = item.path();
    }
    return Unheld.NOTHING;
  }

  private Item itemAt(int stride) {
    int start = starts.get(stride);
    return read(new ByteReader("", records, start, records.length - start), ByteString.EMPTY);
  }

  static UnheldFile index(String resource, byte[] records) {
    List<Integer> starts = new ArrayList<>();
    Map<ByteString, List<ByteString>> absent = new HashMap<>();
    ByteReader in = new ByteReader(resource, records);
    ByteString before = ByteString.EMPTY;
    int count = 0;
    while (in.remaining() > 0) {
      if (count % STRIDE == 0) {
        starts.add(in.position());
      }
      Item item = read(in, before);
      if (count > 0 && item.path().compareTo(before) <= 0) {
        throw VolaryException.corrupt(resource, "its paths are out of order");
      }
      if (item.absent()) {
        noteAbsent(absent, item.path());
      }
      before = item.path();
      count++;
    }
    return new UnheldFile(records, starts, absent, count);
  }

  private static void noteAbsent(Map<ByteString, List<ByteString>> absent, ByteString path) {
    int slash = -1;
    for (int next = path.indexOf((byte) '/', 0); next >= 0; ) {
      slash = next;
      next = path.indexOf((byte) '/', slash + 1);
    }
    absent
        .computeIfAbsent(path.substring(0, Math.max(slash, 0)), directory -> new ArrayList<>())
        .add(path.substring(slash + 1, path.size()));
  }

  private static void write(ByteWriter out, Item item) {
    Unheld unheld = item.unheld();
    out.u8(
        (unheld.owner() ? OWNER : 0)
            | (unheld.mode().isPresent() ? MODE : 0)
            | (unheld.time() ? TIME : 0)
            | (unheld.xattrs().isEmpty() ? 0 : XATTRS)
            | (item.absent() ? ABSENT : 0));
    unheld.mode().ifPresent(mode -> out.u16(mode.meant()).u16(mode.shown()));
    if (!unheld.xattrs().isEmpty()) {
      out.varint(unheld.xattrs().size());
      unheld.xattrs().forEach(out::sized);
    }
  }

  private static Item read(ByteReader in, ByteString before) {
    int shared = (int) in.varint(before.size());
    ByteString path = before.substring(0, shared).plus(in.sized(MAX_PATH));
    int flags = in.u8();
    if (flags >= ABSENT << 1) {
      throw in.corrupt("there are flags " + flags);
    }
    Optional<Unheld.StandIn> mode =
        (flags & MODE) == 0 ? Optional.empty() : Optional.of(standIn(in));
    SortedSet<ByteString> xattrs = new TreeSet<>();
    if ((flags & XATTRS) != 0) {
      long count = in.varint(Attributes.MAX_XATTR_TOTAL);
      for (long i = 0; i < count; i++) {
        xattrs.add(in.sized(Attributes.MAX_XATTR_NAME));
      }
    }
    Unheld unheld = new Unheld((flags & OWNER) != 0, mode, (flags & TIME) != 0, xattrs);
    return new Item(path, unheld, (flags & ABSENT) != 0);
  }

  private static Unheld.StandIn standIn(ByteReader in) {
    int meant = in.u16();
    int shown = in.u16();
    if (meant > Attributes.MAX_MODE || shown > Attributes.MAX_MODE) {
      throw in.corrupt("a mode is out of range");
    }
    return new Unheld.StandIn(meant, shown);
  }

  private static int shared(ByteString a, ByteString b) {
    int limit = Math.min(a.size(), b.size());
    int shared = 0;
    while (shared < limit && a.byteAt(shared) == b.byteAt(shared)) {
      shared++;
    }
    return shared;
  }
}

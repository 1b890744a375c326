package dev.volary.core.scan;

import dev.volary.core.io.ByteReader;
import dev.volary.core.io.ByteString;
import dev.volary.core.linux.FileStat;
import java.io.IOException;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/// What a walk over a tree found: its entries in depth-first order, names sorted as unsigned bytes.
///
/// Its owner closes it; not thread-safe.
public final class Scan implements AutoCloseable {
  private final Totals totals;
  private final LinkTable links;
  private final Spill items;

  /// Sums and facts of a scan.
  ///
  /// @param top the attributes of the top directory
  /// @param entries how many entries are beneath the top
  /// @param bytes the sizes of the regular files, each counted once however many names it has
  /// @param started when the walk began, by the clock that dates changes
  /// @param mountPoints paths of mounted file systems, which were not entered
  /// @param inParts whether some of it, or what stands for some of it in a snapshot, is another
  ///   subvolume of btrfs
  public record Totals(
      FileStat top,
      long entries,
      long bytes,
      Instant started,
      List<ByteString> mountPoints,
      boolean inParts) {
    public Totals {
      mountPoints = List.copyOf(mountPoints);
    }
  }

  Scan(Totals totals, LinkTable links, Spill items) {
    this.totals = totals;
    this.links = links;
    this.items = items;
  }

  /// Returns the sums.
  public Totals totals() {
    return totals;
  }

  /// Returns the hard links.
  public LinkTable links() {
    return links;
  }

  /// Returns the entries from the first on.
  public Iterator<ScanItem> items() {
    Iterator<byte[]> blocks = items.blocks();
    return new Iterator<>() {
      private Optional<ByteReader> block = Optional.empty();

      @Override
      public boolean hasNext() {
        return block.filter(b -> b.remaining() > 0).isPresent() || blocks.hasNext();
      }

      @Override
      public ScanItem next() {
        ByteReader reader = block.filter(b -> b.remaining() > 0).orElse(null);
        if (reader == null) {
          if (!blocks.hasNext()) {
            throw new NoSuchElementException();
          }
          reader = new ByteReader("the list of scanned entries", blocks.next());
          block = Optional.of(reader);
        }
        return ItemCodec.read(reader);
      }
    };
  }

  @Override
  public void close() throws IOException {
    items.close();
  }
}

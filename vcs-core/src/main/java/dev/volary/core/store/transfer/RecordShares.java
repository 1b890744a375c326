package dev.volary.core.store.transfer;

import dev.volary.core.error.VolaryException;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.store.manifest.UniqueName;
import dev.volary.core.store.pack.RecordHead;
import dev.volary.core.store.read.Copy;
import dev.volary.core.store.read.PackFiles;
import dev.volary.core.store.read.Resolver;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;

/// Tells about how many bytes objects will take on their way to another store: their shares of the
/// records they stand in, of which only the heads are read. What must be coded again on the way may
/// take more or less. Not thread-safe.
public final class RecordShares {
  private static final int MAX_NOTED = 512;

  private final PackFiles files;
  private final Resolver.Copies copies;
  private final Map<Place, RecordHead> noted = new LinkedHashMap<>(64, 0.75f, true);

  /// The shares of what `copies` finds in `files`.
  public RecordShares(PackFiles files, Resolver.Copies copies) {
    this.files = files;
    this.copies = copies;
  }

  private record Place(UniqueName pack, int offset) {}

  /// Returns the share of an object, zero where it can't be told.
  public double bytesOf(ObjectId id) {
    return copies.of(id).stream()
        .min(Comparator.comparing(Copy::condemned).thenComparingInt(Copy::depth))
        .map(copy -> share(new Place(copy.pack(), copy.offset())))
        .orElse(0.0);
  }

  private double share(Place place) {
    RecordHead head = noted.get(place);
    if (head == null) {
      try {
        head = files.head(place.pack(), place.offset());
      } catch (VolaryException e) {
        // Damaged or moved: who reads it will say so.
        return 0;
      }
      noted.put(place, head);
      if (noted.size() > MAX_NOTED) {
        var eldest = noted.keySet().iterator();
        eldest.next();
        eldest.remove();
      }
    }
    return (double) head.bytes() / head.slots();
  }
}

package dev.volary.core.operation;

import dev.volary.core.depot.Depot;
import dev.volary.core.depot.Trees;
import dev.volary.core.depot.VolumeName;
import dev.volary.core.error.VolaryException;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.hash.ObjectKind;
import dev.volary.core.reach.Closure;
import dev.volary.core.reach.ObjectSet;
import dev.volary.core.store.ObjectStore;
import dev.volary.core.store.manifest.PackInfo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// Counts which holders keep how many stored bytes.
///
/// An object's bytes are those of its records. What an unreachable object is kept for as the base
/// of another one is counted as unreachable.
///
/// Sets with many holders are walked first: an object that has all holders of a set passes them to
/// nothing new, so each part of a tree is read about once, however many tags there are.
public final class DiskUse {
  private final Depot depot;

  /// The use of `depot`.
  public DiskUse(Depot depot) {
    this.depot = depot;
  }

  /// What one holder keeps.
  ///
  /// @param exclusiveBytes what would go with it
  /// @param sharedBytes what others hold too
  public record Share(Holder holder, long exclusiveBytes, long sharedBytes) {}

  /// What is told of a depot.
  ///
  /// @param holders all that keep data
  /// @param bytes stored bytes by the positions of those in `holders` that hold them
  /// @param unreachableBytes stored bytes that nobody holds
  /// @param totalBytes every byte under the depot
  public record Result(
      List<Holder> holders, Map<BitSet, Long> bytes, long unreachableBytes, long totalBytes) {
    public Result {
      holders = List.copyOf(holders);
      bytes = Map.copyOf(bytes);
    }

    /// Returns what each holder keeps, in order.
    public List<Share> shares() {
      List<Share> shares = new ArrayList<>();
      for (Holder holder : holders) {
        shares.add(share(holder, holder::equals));
      }
      return shares;
    }

    /// Returns what the holders of a volume in use keep together.
    public Share ofVolume(VolumeName name) {
      return share(
          new Holder(name, "volume", name.text()),
          holder -> holder.volume().equals(name) && !holder.isTrashedVolume());
    }

    /// Returns the bytes that nobody would hold without a volume.
    public long freedWithout(VolumeName name) {
      return ofVolume(name).exclusiveBytes();
    }

    /// Returns the bytes that somebody holds.
    public long heldBytes() {
      return bytes.values().stream().mapToLong(Long::longValue).sum();
    }

    private Share share(Holder title, Predicate<Holder> meant) {
      long exclusive = 0;
      long shared = 0;
      for (Map.Entry<BitSet, Long> entry : bytes.entrySet()) {
        long count = entry.getKey().stream().filter(i -> meant.test(holders.get(i))).count();
        if (count == entry.getKey().cardinality()) {
          exclusive += entry.getValue();
        } else if (count > 0) {
          shared += entry.getValue();
        }
      }
      return new Share(title, exclusive, shared);
    }
  }

  /// Counts. Reads directories and file maps of all commits and every pack once.
  public Result run() throws IOException {
    Holdings holdings = Holdings.of(depot);
    Owners owners = new Owners();
    holdings.roots().entrySet().stream()
        .sorted(
            Comparator.comparingInt(
                    (Map.Entry<BitSet, List<ObjectId>> entry) -> entry.getKey().cardinality())
                .reversed())
        .forEach(entry -> mark(entry.getKey(), entry.getValue(), owners));
    long[] bytes = bytes(owners);
    Map<BitSet, Long> held = new HashMap<>();
    for (int set = 1; set < bytes.length; set++) {
      if (bytes[set] > 0) {
        held.put(owners.set(set), bytes[set]);
      }
    }
    return new Result(
        holdings.holders(), held, bytes[Owners.NOBODY], Trees.bytes(depot.layout().directory()));
  }

  private void mark(BitSet holders, List<ObjectId> roots, Owners owners) {
    ObjectStore store = store();
    int set = owners.number(holders);
    Closure.Visitor visitor =
        new Closure.Visitor() {
          @Override
          public boolean reached(ObjectKind kind, ObjectId id) {
            Optional<Long> number = store.numberOf(id);
            return number.isPresent() && owners.add(number.get(), set);
          }

          @Override
          public void unreadable(ObjectKind kind, ObjectId id, VolaryException failure) {
            // Damage is told of by fsck; what is under it counts as unreachable.
          }
        };
    new Closure(store, new ObjectSet(store::numberOf)).walk(roots, visitor);
  }

  private long[] bytes(Owners owners) {
    ObjectStore store = store();
    long[] bytes = new long[owners.count()];
    for (PackInfo pack : store.catalogue().manifest().packs()) {
      store
          .catalogue()
          .records(
              pack,
              record ->
                  record
                      .objects()
                      .forEach(object -> {
                        int set = store.numberOf(object.id()).map(owners::of).orElse(Owners.NOBODY);
                        bytes[set] += object.storedBytes();
                      }));
    }
    return bytes;
  }

  private ObjectStore store() {
    try {
      return depot.store();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}

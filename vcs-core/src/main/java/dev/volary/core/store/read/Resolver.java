package dev.volary.core.store.read;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.hash.ObjectHash;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.store.manifest.UniqueName;
import dev.volary.core.store.pack.Compression;
import dev.volary.core.store.pack.DeltaRecord;
import dev.volary.core.store.pack.DeltaRecord.Base;
import dev.volary.core.store.pack.DeltaRecord.BaseById;
import dev.volary.core.store.pack.DeltaRecord.BaseInPack;
import dev.volary.core.store.pack.DeltaRecord.DeltaSlot;
import dev.volary.core.store.pack.DeltaRecord.Piece;
import dev.volary.core.store.pack.FrameRecord;
import dev.volary.core.store.pack.PackRecord;
import dev.volary.core.store.read.DecodedCache.Decoded;
import dev.volary.core.store.read.DecodedCache.Deltas;
import dev.volary.core.store.read.DecodedCache.PlainFrame;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads objects: chooses among their copies, follows chains of bases, checks ids. Thread-safe.
///
/// Plain copies are tried first, then those of the shortest chain; a damaged copy gives way to the
/// next. An object on the way is never entered twice, so that chains end whatever the files say.
public final class Resolver {
  /// Chains that writers make have at most 4 bases; copies chosen otherwise may add to that.
  private static final int MAX_CHAIN = 16;

  /// Finds the copies of an object.
  @FunctionalInterface
  public interface Copies {
    /// Returns all places the object can be read from, in any order.
    List<Copy> of(ObjectId id);
  }

  /// Where bases are looked for that are not in this store.
  @FunctionalInterface
  public interface Elsewhere {
    /// Returns an object of another store, or nothing where it may not be relied on.
    Optional<StoredObject> base(ObjectId id);

    /// There is no other store.
    Elsewhere NOWHERE = id -> Optional.empty();
  }

  private static final int STRIPES = 64;

  private final PackFiles files;
  private final Elsewhere elsewhere;
  private final DecodedCache cache;
  private final List<Object> stripes = Stream.generate(Object::new).limit(STRIPES).toList();

  /// A resolver of records in `files`, which may rest on objects `elsewhere`; decoded ones are kept
  /// in `cache`.
  public Resolver(PackFiles files, DecodedCache cache, Elsewhere elsewhere) {
    this.files = files;
    this.cache = cache;
    this.elsewhere = elsewhere;
  }

  /// Returns the object, or nothing where it has no copy; fails with [Fault#CORRUPT] or
  /// [Fault#NOT_FOUND] where no copy can be read.
  public Optional<StoredObject> find(ObjectId id, Copies copies) {
    return new Walk(copies, false).find(id);
  }

  /// Returns the object read from packs that are not condemned only, or nothing where that fails.
  public Optional<StoredObject> findGrounded(ObjectId id, Copies copies) {
    try {
      return new Walk(copies, true).find(id);
    } catch (VolaryException e) {
      return Optional.empty();
    }
  }

  /// Returns the object that one copy stands for; fails where that copy is damaged.
  public StoredObject decode(ObjectId id, Copy copy, Copies copies) {
    return new Walk(copies, false).decode(Optional.of(id), copy);
  }

  /// Returns the decoded record at a place; several threads that want one decode it once.
  public Decoded record(UniqueName pack, int offset) {
    Optional<Decoded> cached = cache.record(pack, offset);
    if (cached.isPresent()) {
      return cached.get();
    }
    synchronized (stripes.get(Math.floorMod(pack.hashCode() * 31 + offset, STRIPES))) {
      return cache.record(pack, offset).orElseGet(() -> load(pack, offset));
    }
  }

  private Decoded load(UniqueName pack, int offset) {
    PackRecord record = files.record(pack, offset);
    Decoded decoded =
        switch (record) {
          case FrameRecord frame -> plainFrame(files.resource(pack, offset), frame);
          case DeltaRecord deltas -> new Deltas(deltas);
        };
    cache.keep(pack, offset, decoded);
    return decoded;
  }

  private static PlainFrame plainFrame(String resource, FrameRecord frame) {
    int[] offsets = new int[frame.slots().size()];
    for (int i = 1; i < offsets.length; i++) {
      offsets[i] = offsets[i - 1] + frame.slots().get(i - 1).plainBytes();
    }
    byte[] plain = Compression.plain(resource, frame);
    return new PlainFrame(frame.kind(), frame.slots(), offsets, plain);
  }

  /// One way down from an object to the plain records under it.
  private final class Walk {
    private final Copies copies;
    private final boolean groundedOnly;
    private final List<Object> path = new ArrayList<>(4);

    Walk(Copies copies, boolean groundedOnly) {
      this.copies = copies;
      this.groundedOnly = groundedOnly;
    }

    Optional<StoredObject> find(ObjectId id) {
      Optional<StoredObject> cached = cache.object(id);
      if (cached.isPresent() && (cached.get().grounded() || !groundedOnly)) {
        return cached;
      }
      List<Copy> candidates = new ArrayList<>(copies.of(id));
      candidates.removeIf(copy -> groundedOnly && copy.condemned());
      candidates.sort(Comparator.comparing(Copy::condemned).thenComparingInt(Copy::depth));
      @Nullable VolaryException failure = null;
      for (Copy copy : candidates) {
        try {
          return Optional.of(decode(Optional.of(id), copy));
        } catch (VolaryException e) {
          failure = worse(failure, e);
        }
      }
      if (failure != null) {
        throw failure;
      }
      return Optional.empty();
    }

    /// A pack that is gone is worth another look at the manifest, so it outweighs damage.
    private VolaryException worse(@Nullable VolaryException before, VolaryException now) {
      return before == null || now.fault() == Fault.NOT_FOUND ? now : before;
    }

    StoredObject decode(Optional<ObjectId> expected, Copy copy) {
      Decoded decoded = record(copy.pack(), copy.offset());
      return switch (decoded) {
        case PlainFrame frame -> fromFrame(expected, copy, frame);
        case Deltas deltas -> fromDelta(expected, copy, deltas.record());
        case DecodedCache.Whole whole -> whole.object();
      };
    }

    private StoredObject fromFrame(Optional<ObjectId> expected, Copy copy, PlainFrame frame) {
      checkSlot(copy, frame.slots().size());
      FrameRecord.FrameSlot slot = frame.slots().get(copy.slot());
      checkId(copy, expected, slot.id());
      int offset = frame.offsets()[copy.slot()];
      StoredObject object =
          new StoredObject(
              frame.kind(),
              slot.id(),
              frame.plain(),
              offset,
              slot.plainBytes(),
              0,
              1,
              !copy.condemned());
      if (!frame.verified().contains(copy.slot())) {
        checkBytes(copy, object);
        frame.verified().add(copy.slot());
      }
      return object;
    }

    private StoredObject fromDelta(Optional<ObjectId> expected, Copy copy, DeltaRecord record) {
      checkSlot(copy, record.slots().size());
      DeltaSlot slot = record.slots().get(copy.slot());
      checkId(copy, expected, slot.id());
      enter(copy, slot.id());
      Map<Base, StoredObject> bases = new LinkedHashMap<>();
      for (Piece piece : slot.pieces()) {
        if (!bases.containsKey(piece.base())) {
          bases.put(piece.base(), base(copy, piece.base()));
        }
      }
      path.removeLast();
      byte[] dictionary = join(copy, slot, bases);
      String resource = files.resource(copy.pack(), copy.offset());
      byte[] plain = Compression.undelta(resource, slot.payload(), dictionary, slot.plainBytes());
      StoredObject object = whole(copy, record, plain, bases.values());
      checkBytes(copy, object);
      cache.keep(object);
      return object;
    }

    private StoredObject whole(
        Copy copy, DeltaRecord record, byte[] plain, Iterable<StoredObject> bases) {
      ObjectId id = record.slots().get(copy.slot()).id();
      int depth = 0;
      int cost = 1;
      boolean grounded = !copy.condemned();
      for (StoredObject base : bases) {
        depth = Math.max(depth, base.depth());
        cost += base.cost();
        grounded &= base.grounded();
      }
      return new StoredObject(record.kind(), id, plain, 0, plain.length, depth + 1, cost, grounded);
    }

    private void enter(Copy copy, ObjectId id) {
      if (path.size() >= MAX_CHAIN || path.contains(id)) {
        throw corrupt(copy, "its chain of bases does not end");
      }
      path.add(id);
    }

    private StoredObject base(Copy copy, Base base) {
      return switch (base) {
        case BaseInPack(int offset, int slot) ->
            decode(Optional.empty(), new Copy(copy.pack(), offset, slot, 0, copy.condemned()));
        case BaseById(ObjectId id) ->
            find(id)
                .or(() -> elsewhere.base(id))
                .orElseThrow(() -> corrupt(copy, "its base " + id + " is missing"));
      };
    }

    private byte[] join(Copy copy, DeltaSlot slot, Map<Base, StoredObject> bases) {
      byte[] out = new byte[slot.baseBytes()];
      int at = 0;
      for (Piece piece : slot.pieces()) {
        StoredObject base = bases.get(piece.base());
        if (base == null || piece.offset() + piece.length() > base.length()) {
          throw corrupt(copy, "a base piece is outside of its base");
        }
        System.arraycopy(base.bytes(), base.offset() + piece.offset(), out, at, piece.length());
        at += piece.length();
      }
      return out;
    }

    private void checkSlot(Copy copy, int slots) {
      if (copy.slot() >= slots) {
        throw corrupt(copy, "it has " + slots + " objects and not one at " + copy.slot());
      }
    }

    private void checkId(Copy copy, Optional<ObjectId> expected, ObjectId found) {
      if (expected.isPresent() && !expected.get().equals(found)) {
        throw corrupt(copy, "it holds " + found + " and not " + expected.get());
      }
    }

    private void checkBytes(Copy copy, StoredObject object) {
      ObjectId actual =
          ObjectHash.of(object.kind(), object.bytes(), object.offset(), object.length());
      if (!actual.equals(object.id())) {
        throw corrupt(copy, "the bytes of " + object.id() + " are not its own");
      }
    }

    private VolaryException corrupt(Copy copy, String problem) {
      return VolaryException.corrupt(files.resource(copy.pack(), copy.offset()), problem);
    }
  }
}

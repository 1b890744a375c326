package dev.volary.core.store.transfer;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.hash.ObjectHash;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.hash.ObjectKind;
import dev.volary.core.store.pack.Compression;
import dev.volary.core.store.pack.DeltaRecord;
import dev.volary.core.store.pack.DeltaRecord.BaseById;
import dev.volary.core.store.pack.DeltaRecord.DeltaSlot;
import dev.volary.core.store.pack.DeltaRecord.Piece;
import dev.volary.core.store.pack.FrameRecord;
import dev.volary.core.store.pack.FrameRecord.FrameSlot;
import dev.volary.core.store.pack.PackFormat;
import dev.volary.core.store.pack.PackRecord;
import dev.volary.core.store.read.StoredObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Takes a record from elsewhere apart: every object decoded once and checked against its id,
/// nothing that the record says of itself believed. Thread-safe.
public final class Unpacking {
  /// Writers gather 1 MiB of objects for a record of deltas; more is a bomb.
  private static final long MAX_PLAIN_BYTES = 4L << 20;

  /// Loading dictionaries is what a record of deltas can cost most.
  private static final long MAX_DICTIONARY_BYTES = 256L << 20;

  /// A delta that is longer than its object is nothing to keep.
  private static final int SPARE_BYTES = 64;

  /// Finds what deltas rest on.
  @FunctionalInterface
  public interface Bases {
    /// Returns an object that may be relied on if it is grounded; nothing where there is none.
    Optional<StoredObject> find(ObjectId id);
  }

  /// One object of a record.
  ///
  /// @param slot the delta it came as, if that can be kept, with its depth and cost as they are
  ///   here
  public record Unpacked(StoredObject object, Optional<DeltaSlot> slot) {}

  private final Bases bases;

  /// Looks for bases in `bases`.
  public Unpacking(Bases bases) {
    this.bases = bases;
  }

  /// Returns all objects of `record` in the order of its slots. Fails with [Fault#CORRUPT] unless
  /// every one decodes to the bytes of its id, and [Fault#LIMIT] where that would be too much.
  public List<Unpacked> unpack(PackRecord record) {
    return switch (record) {
      case FrameRecord frame -> frame(frame);
      case DeltaRecord delta -> deltas(delta);
    };
  }

  private static List<Unpacked> frame(FrameRecord frame) {
    ObjectId first = frame.slots().getFirst().id();
    checkTotal(first, frame, PackFormat.MAX_FRAME_BYTES);
    byte[] plain;
    try {
      plain = Compression.plain("a record received", frame);
    } catch (VolaryException e) {
      throw refused(first, "the frame it is in does not decode");
    }
    if (plain.length != frame.plainBytes()) {
      throw refused(first, "the frame it is in has " + plain.length + " bytes");
    }
    List<Unpacked> out = new ArrayList<>(frame.slots().size());
    int from = 0;
    for (FrameSlot slot : frame.slots()) {
      int length = slot.plainBytes();
      StoredObject object =
          new StoredObject(frame.kind(), slot.id(), plain, from, length, 0, 1, true);
      check(object);
      out.add(new Unpacked(object, Optional.empty()));
      from += length;
    }
    return out;
  }

  private List<Unpacked> deltas(DeltaRecord delta) {
    ObjectId first = delta.slots().getFirst().id();
    checkTotal(first, delta, MAX_PLAIN_BYTES);
    long dictionaries = 0;
    for (DeltaSlot slot : delta.slots()) {
      for (Piece piece : slot.pieces()) {
        dictionaries += Math.max(0, piece.length());
      }
    }
    if (dictionaries > MAX_DICTIONARY_BYTES) {
      throw tooMuch(first);
    }
    List<Unpacked> out = new ArrayList<>(delta.slots().size());
    for (DeltaSlot slot : delta.slots()) {
      out.add(delta(delta.kind(), slot));
    }
    return out;
  }

  private Unpacked delta(ObjectKind kind, DeltaSlot slot) {
    Map<ObjectId, StoredObject> found = new HashMap<>();
    byte[] dictionary = dictionary(kind, slot, found);
    byte[] plain;
    try {
      plain =
          Compression.undelta("a record received", slot.payload(), dictionary, slot.plainBytes());
    } catch (VolaryException e) {
      throw refused(slot.id(), "its delta does not decode to " + slot.plainBytes() + " bytes");
    }
    int depth = 0;
    int cost = 1;
    boolean grounded = true;
    for (StoredObject base : found.values()) {
      depth = Math.max(depth, base.depth());
      cost += base.cost();
      grounded &= base.grounded();
    }
    depth++;
    check(new StoredObject(kind, slot.id(), plain, 0, plain.length, 0, 1, true));
    boolean sound =
        grounded
            && depth <= PackFormat.MAX_DEPTH
            && cost <= PackFormat.MAX_COST
            && slot.payload().length <= plain.length + SPARE_BYTES;
    return sound
        ? new Unpacked(
            new StoredObject(kind, slot.id(), plain, 0, plain.length, depth, cost, true),
            Optional.of(
                new DeltaSlot(slot.id(), plain.length, slot.pieces(), depth, cost, slot.payload())))
        : new Unpacked(
            new StoredObject(kind, slot.id(), plain, 0, plain.length, 0, 1, true),
            Optional.empty());
  }

  private byte[] dictionary(ObjectKind kind, DeltaSlot slot, Map<ObjectId, StoredObject> found) {
    long size = 0;
    for (Piece piece : slot.pieces()) {
      size += piece.length();
      if (piece.offset() < 0 || piece.length() < 1 || size > PackFormat.MAX_BASE_BYTES) {
        throw refused(slot.id(), "a piece of its base is none");
      }
    }
    byte[] out = new byte[(int) size];
    int at = 0;
    for (Piece piece : slot.pieces()) {
      if (!(piece.base() instanceof BaseById(ObjectId id))) {
        throw refused(slot.id(), "its base is named by a place in a pack");
      }
      StoredObject base = found.computeIfAbsent(id, key -> base(slot, key));
      if (base.kind() != kind || piece.length() > base.length() - piece.offset()) {
        throw refused(slot.id(), "a piece of its base is outside of " + id);
      }
      System.arraycopy(base.bytes(), base.offset() + piece.offset(), out, at, piece.length());
      at += piece.length();
    }
    return out;
  }

  private StoredObject base(DeltaSlot slot, ObjectId id) {
    return bases
        .find(id)
        .orElseThrow(() ->
            refused(slot.id(), "it rests on " + id + ", which was neither sent nor is known here"));
  }

  private static void checkTotal(ObjectId first, PackRecord record, long limit) {
    long sum = 0;
    for (PackRecord.Slot slot : record.slots()) {
      if (slot.plainBytes() < 0 || slot.plainBytes() > PackFormat.MAX_OBJECT_BYTES) {
        throw tooMuch(slot.id());
      }
      sum += slot.plainBytes();
    }
    if (sum > limit) {
      throw tooMuch(first);
    }
  }

  private static void check(StoredObject object) {
    ObjectId actual =
        ObjectHash.of(object.kind(), object.bytes(), object.offset(), object.length());
    if (!actual.equals(object.id())) {
      throw refused(object.id(), "its bytes are not its own");
    }
  }

  private static VolaryException tooMuch(ObjectId id) {
    return new VolaryException(
        Fault.LIMIT, "The record received with object " + id + " would take too much to decode");
  }

  private static VolaryException refused(ObjectId id, String problem) {
    return new VolaryException(
        Fault.CORRUPT, "The object " + id + " received is damaged: " + problem);
  }
}

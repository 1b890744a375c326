package dev.volary.core.store.pack;

import dev.volary.core.hash.ObjectId;
import dev.volary.core.hash.ObjectKind;
import java.util.List;

/// A record whose objects are coded together and need nothing else to be read.
///
/// @param codec raw, zstd or xz
/// @param payload the coded bytes; not copied
@SuppressWarnings("ArrayRecordComponent") // bytes on their way to or from a file, never compared
public record FrameRecord(ObjectKind kind, Codec codec, List<FrameSlot> slots, byte[] payload)
    implements PackRecord {
  public FrameRecord {
    slots = List.copyOf(slots);
    if (codec == Codec.DELTA || slots.isEmpty() || slots.size() > PackFormat.MAX_SLOTS) {
      throw new IllegalArgumentException(codec + " record of " + slots.size() + " objects");
    }
  }

  /// One object of a frame.
  public record FrameSlot(ObjectId id, int plainBytes) implements Slot {}

  /// Returns the length of all objects together, uncoded.
  public int plainBytes() {
    int sum = 0;
    for (FrameSlot slot : slots) {
      sum += slot.plainBytes();
    }
    return sum;
  }

  /// Returns where the plain bytes of the object at `slot` begin in the decoded frame.
  public int offsetOf(int slot) {
    int sum = 0;
    for (int i = 0; i < slot; i++) {
      sum += slots.get(i).plainBytes();
    }
    return sum;
  }
}

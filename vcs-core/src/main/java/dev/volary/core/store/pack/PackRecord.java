package dev.volary.core.store.pack;

import dev.volary.core.hash.ObjectId;
import dev.volary.core.hash.ObjectKind;
import java.util.List;

/// One record of a pack: some objects of one kind and their coded bytes.
public sealed interface PackRecord permits FrameRecord, DeltaRecord {
  /// Returns the kind of all its objects.
  ObjectKind kind();

  /// Returns how the objects are coded.
  Codec codec();

  /// Returns the objects in the order of their slots.
  List<? extends Slot> slots();

  /// What every slot says about its object.
  sealed interface Slot permits FrameRecord.FrameSlot, DeltaRecord.DeltaSlot {
    /// Returns the id of the object.
    ObjectId id();

    /// Returns the length of its canonical bytes.
    int plainBytes();
  }
}

package dev.volary.core.store.transfer;

import dev.volary.core.hash.ObjectId;
import dev.volary.core.hash.ObjectKind;
import dev.volary.core.object.NewObject;
import dev.volary.core.store.pack.Compression;
import dev.volary.core.store.pack.DeltaRecord.DeltaSlot;
import dev.volary.core.store.pack.PackFormat;
import dev.volary.core.store.pack.PackRecord;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/// Gathers objects that travel without their neighbours into frames of their own. Not thread-safe.
final class PlainRecords {
  private static final int FRAME_BYTES = 256 << 10;

  private final Consumer<PackRecord> out;
  private final Map<ObjectKind, List<NewObject>> gathered = new EnumMap<>(ObjectKind.class);
  private final Map<ObjectKind, Integer> gatheredBytes = new EnumMap<>(ObjectKind.class);
  private final Set<ObjectId> ids = new HashSet<>();

  PlainRecords(Consumer<PackRecord> out) {
    this.out = out;
  }

  void add(NewObject object) {
    ObjectKind kind = object.kind();
    List<NewObject> list = gathered.computeIfAbsent(kind, k -> new ArrayList<>());
    int bytes = gatheredBytes.getOrDefault(kind, 0) + object.plain().length;
    if (!list.isEmpty() && (bytes > FRAME_BYTES || list.size() == PackFormat.MAX_SLOTS)) {
      flush(kind);
      bytes = object.plain().length;
    }
    list.add(object);
    ids.add(object.id());
    gatheredBytes.put(kind, bytes);
  }

  /// Lets go of what is gathered if one of `slots`, which go next, rests on any of it.
  void flushAhead(List<DeltaSlot> slots) {
    if (!ids.isEmpty()
        && slots.stream().flatMap(slot -> RecordIds.bases(slot).stream()).anyMatch(ids::contains)) {
      flush();
    }
  }

  void flush() {
    gathered.keySet().forEach(this::flush);
  }

  private void flush(ObjectKind kind) {
    List<NewObject> list = gathered.getOrDefault(kind, List.of());
    if (!list.isEmpty()) {
      Compression.frames(kind, list).forEach(out);
      list.forEach(object -> ids.remove(object.id()));
      list.clear();
      gatheredBytes.put(kind, 0);
    }
  }
}

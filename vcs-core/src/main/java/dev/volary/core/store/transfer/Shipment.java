package dev.volary.core.store.transfer;

import dev.volary.core.hash.ObjectId;
import dev.volary.core.object.NewObject;
import dev.volary.core.store.pack.Compression;
import dev.volary.core.store.pack.PackRecord;
import dev.volary.core.store.read.PackFiles;
import dev.volary.core.store.read.Resolver;
import dev.volary.core.store.read.StoredObject;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/// Objects on their way to another store.
public final class Shipment {
  private final Function<ObjectId, StoredObject> reader;
  private final Consumer<PackRecord> out;

  /// A shipment to `out` of what `copies` finds in `files` and `reader` reads.
  public Shipment(
      PackFiles files,
      Resolver.Copies copies,
      Function<ObjectId, StoredObject> reader,
      Consumer<PackRecord> out) {
    this.reader = reader;
    this.out = out;
  }

  /// Ships all of `ids` to one who has what `receiverHas` holds.
  public void ship(Collection<ObjectId> ids, Predicate<ObjectId> receiverHas) {
    for (ObjectId id : ids) {
      StoredObject object = reader.apply(id);
      Compression.frames(
              object.kind(), List.of(new NewObject(id, object.kind(), object.copy(), List.of())))
          .forEach(out);
    }
  }
}

package dev.volary.core.store.index;

import dev.volary.core.hash.ObjectHash;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.hash.ObjectKind;
import dev.volary.core.store.manifest.Manifest;
import dev.volary.fixtures.Seeds;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// Makes entries of indexes for tests.
final class Entries {
  private Entries() {}

  /// Returns the id of the object that `number` names.
  static ObjectId id(long number) {
    return ObjectHash.of(ObjectKind.CHUNK, Long.toString(number).getBytes(StandardCharsets.UTF_8));
  }

  /// Returns an entry for `id` in `pack`, the rest drawn from `random`.
  static IndexEntry entry(RandomGenerator random, ObjectId id, long pack) {
    ObjectKind[] kinds = ObjectKind.values();
    return new IndexEntry(
        id,
        new Location(
            pack,
            random.nextLong(Manifest.MAX_U32 + 1),
            random.nextInt(Location.MAX_SLOT + 1),
            random.nextLong(Manifest.MAX_OBJECT_NUMBER + 1),
            kinds[random.nextInt(kinds.length)],
            random.nextInt(Location.MAX_DEPTH + 1)));
  }

  /// Returns `count` entries in order, some ids of which have several, some of which are close.
  static List<IndexEntry> random(RandomGenerator random, int count) {
    List<IndexEntry> entries = new ArrayList<>();
    ObjectId id = ObjectId.ofBytes(Seeds.bytes(random, 32), 0);
    long pack = 0;
    while (entries.size() < count) {
      switch (random.nextInt(8)) {
        case 0 -> pack += 1 + random.nextInt(1000);
        case 1 -> {
          id = new ObjectId(id.w0(), id.w1(), id.w2(), id.w3() + 1);
          pack = random.nextLong(1L << 31);
        }
        default -> {
          id = ObjectId.ofBytes(Seeds.bytes(random, 32), 0);
          pack = random.nextLong(1L << 31);
        }
      }
      entries.add(entry(random, id, pack));
    }
    return entries.stream().sorted().toList();
  }
}

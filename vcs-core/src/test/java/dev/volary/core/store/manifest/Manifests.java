package dev.volary.core.store.manifest;

import dev.volary.core.io.ByteString;
import dev.volary.fixtures.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// Makes manifests for tests.
public final class Manifests {
  private Manifests() {}

  /// Returns a pack of that number, the rest drawn from `random`.
  public static PackInfo pack(RandomGenerator random, long number) {
    return new PackInfo(
        number,
        name(random),
        random.nextBoolean() ? PackKind.DATA : PackKind.METADATA,
        random.nextLong(Manifest.MAX_U32 + 1),
        random.nextLong(Manifest.MAX_U32 + 1),
        ByteString.of(Seeds.bytes(random, PackInfo.DIGEST_SIZE)),
        0);
  }

  /// Returns a name drawn from `random`.
  public static UniqueName name(RandomGenerator random) {
    return new UniqueName(random.nextLong(), random.nextLong());
  }

  /// Returns a manifest of up to `most` packs drawn from `random`.
  static Manifest random(RandomGenerator random, int most) {
    long generation = 1 + random.nextLong(1L << 40);
    List<PackInfo> packs = new ArrayList<>();
    List<List<Long>> covers = new ArrayList<>();
    long number = 0;
    for (int i = random.nextInt(most + 1); i > 0; i--) {
      number += 1 + random.nextInt(random.nextBoolean() ? 2 : 1000);
      long condemned = random.nextInt(5) == 0 ? 1 + random.nextLong(generation) : 0;
      packs.add(pack(random, number).withCondemnedIn(condemned));
      int at = random.nextInt(covers.size() + 1);
      if (at == covers.size()) {
        covers.add(new ArrayList<>());
      }
      covers.get(at).add(number);
    }
    List<IndexInfo> indexes = new ArrayList<>();
    for (List<Long> cover : covers) {
      long entries = random.nextLong(Manifest.MAX_U32 + 1);
      indexes.add(new IndexInfo(name(random), entries * 50, entries, cover));
    }
    long nextObject = random.nextLong(Manifest.MAX_OBJECT_NUMBER + 1);
    return new Manifest(generation, number + 1, nextObject, packs, indexes);
  }
}

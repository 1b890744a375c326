package dev.volary.core.diff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volary.core.hash.ObjectId;
import dev.volary.core.hash.ObjectKind;
import dev.volary.core.object.Extent;
import dev.volary.core.object.Node.RegularNode;
import dev.volary.core.object.ObjectSource;
import dev.volary.core.object.tree.FileMapWriter;
import dev.volary.fixtures.Seeds;
import java.util.Arrays;
import java.util.BitSet;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

final class ContentDiffTest {
  private static final int BLOCK = Extent.HOLE_BLOCK;

  private final HeldObjects objects = new HeldObjects();
  private final ContentDiff diff = new ContentDiff(objects);

  @Test
  void zerosAndHolesAreTheSameBytes() {
    byte[] bytes = new byte[5 * BLOCK];
    Arrays.fill(bytes, 0, BLOCK, (byte) 7);
    RegularNode zeros = write(bytes, new BitSet(), BLOCK);
    BitSet holes = new BitSet();
    holes.set(2, 5);
    RegularNode sparse = write(bytes, holes, BLOCK);
    assertThat(sparse.content()).isNotEqualTo(zeros.content());
    assertThat(diff.sameBytes(zeros, sparse)).isTrue();
    assertThat(diff.sameBytes(sparse, zeros)).isTrue();
    assertThat(diff.dataBytes(sparse)).isEqualTo(2 * BLOCK);
    bytes[4 * BLOCK] = 1;
    assertThat(diff.sameBytes(sparse, write(bytes, new BitSet(), BLOCK))).isFalse();
  }

  @Test
  void equalChunksAreNotRead() {
    byte[] bytes = Seeds.bytes(Seeds.generator(1), 8 * BLOCK);
    RegularNode before = write(bytes, new BitSet(), BLOCK);
    bytes[3 * BLOCK]++;
    RegularNode after = write(bytes, new BitSet(), BLOCK);
    assertThat(diff.unsharedBytes(before, after)).isEqualTo(BLOCK);
    long reads = objects.reads();
    assertThat(diff.sameBytes(before, after)).isFalse();
    assertThat(objects.reads() - reads).isEqualTo(4);
  }

  @Test
  void randomRangesHoldEveryDifference() {
    Seeds.each(200, this::randomPair);
  }

  private void randomPair(RandomGenerator random) {
    byte[] before = Seeds.bytes(random, random.nextInt(1, 6 * BLOCK));
    byte[] after = Arrays.copyOf(before, random.nextInt(1, 6 * BLOCK));
    BitSet holes = new BitSet();
    for (int block = 0; block < 6; block++) {
      int from = Math.min(after.length, block * BLOCK);
      int to = Math.min(after.length, from + BLOCK);
      if (random.nextInt(4) == 0) {
        Arrays.fill(after, from, to, (byte) 0);
        holes.set(block);
      } else if (random.nextInt(4) == 0 && to > from) {
        after[random.nextInt(from, to)]++;
      }
    }
    RegularNode first = write(before, new BitSet(), random.nextInt(20_000, BLOCK));
    RegularNode second = write(after, holes, random.nextInt(20_000, BLOCK));
    assertThat(diff.sameBytes(first, second)).isEqualTo(Arrays.equals(before, after));
    byte[] patched = Arrays.copyOf(before, after.length);
    long[] end = {-1};
    diff.changedRanges(
        first,
        second,
        (offset, length) -> {
          assertThat(offset).isGreaterThan(end[0]);
          end[0] = offset + length;
          System.arraycopy(after, (int) offset, patched, (int) offset, (int) length);
        });
    assertThat(patched).isEqualTo(after);
  }

  @Test
  void aLiveFileThatWasForgottenIsComparedByItsIds() {
    Seeds.each(200, this::randomLive);
  }

  private void randomLive(RandomGenerator random) {
    byte[] before = Seeds.bytes(random, random.nextInt(1, 6 * BLOCK));
    BitSet holesBefore = new BitSet();
    BitSet holes = new BitSet();
    for (int block = 0; block * BLOCK < before.length; block++) {
      if (random.nextBoolean()) {
        Arrays.fill(before, block * BLOCK, Math.min(before.length, (block + 1) * BLOCK), (byte) 0);
        holesBefore.set(block, random.nextBoolean());
        holes.set(block, random.nextBoolean());
      }
    }
    byte[] after = before.clone();
    if (random.nextInt(3) == 0) {
      int at = random.nextInt(after.length);
      after[at]++;
      holes.clear(at / BLOCK);
    }
    int cut = random.nextInt(20_000, BLOCK);
    HeldObjects live = new HeldObjects();
    RegularNode first = write(objects, before, holesBefore, cut);
    RegularNode second = write(live, after, holes, random.nextBoolean() ? cut : BLOCK);
    // Of the live file only the map is there, as a status leaves it.
    ObjectSource both =
        new ObjectSource() {
          @Override
          public byte[] read(ObjectKind kind, ObjectId id) {
            return kind == ObjectKind.CHUNK || objects.has(id)
                ? objects.read(kind, id)
                : live.read(kind, id);
          }
        };
    assertThat(new StoredAgainstLive(both).sameBytes(first, second))
        .isEqualTo(Arrays.equals(before, after));
  }

  @Test
  void aLiveFileThatDiffersIsReadUpToThere() {
    byte[] bytes = Seeds.bytes(Seeds.generator(2), 8 * BLOCK);
    RegularNode stored = write(bytes, new BitSet(), BLOCK);
    bytes[3 * BLOCK]++;
    RegularNode live = write(bytes, new BitSet(), BLOCK);
    long reads = objects.reads();
    assertThat(new StoredAgainstLive(objects).sameBytes(stored, live)).isFalse();
    assertThat(objects.reads() - reads).isEqualTo(2); // the maps
  }

  private RegularNode write(byte[] bytes, BitSet holes, int chunk) {
    return write(objects, bytes, holes, chunk);
  }

  private static RegularNode write(HeldObjects objects, byte[] bytes, BitSet holes, int chunk) {
    FileMapWriter map = new FileMapWriter(objects);
    int at = 0;
    while (at < bytes.length) {
      int block = at / BLOCK;
      int border = holes.get(block) ? holes.nextClearBit(block) : holes.nextSetBit(block);
      int end = Math.min(bytes.length, border < 0 ? bytes.length : border * BLOCK);
      if (holes.get(block)) {
        map.hole(end - at);
      } else {
        end = Math.min(end, at + chunk);
        map.chunk(objects.chunk(Arrays.copyOfRange(bytes, at, end)), end - at);
      }
      at = end;
    }
    return new RegularNode(bytes.length, map.finish());
  }
}

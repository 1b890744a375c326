package dev.volary.core.capture.content;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volary.core.hash.ObjectHash;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.hash.ObjectKind;
import dev.volary.core.object.BasePiece;
import dev.volary.core.object.Extent;
import dev.volary.core.object.NewObject;
import dev.volary.core.object.ObjectSink;
import dev.volary.fixtures.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Every changed chunk is offered the bytes of the previous version that it came from, wherever
/// insertions have moved them.
final class AnchoredOrderTest {
  private final Map<ObjectId, byte[]> stored = new HashMap<>();
  private final List<NewObject> put = new ArrayList<>();
  private final ObjectSink sink =
      new ObjectSink() {
        @Override
        public boolean has(ObjectId id) {
          return stored.containsKey(id);
        }

        @Override
        public void put(NewObject object) {
          stored.put(object.id(), object.plain());
          put.add(object);
        }
      };

  private List<Extent> cutAndStore(byte[] bytes) {
    ChunkBatch batch = new ChunkBatch(bytes, 0);
    batch.cut(bytes.length, true);
    batch.hash();
    List<Extent> extents = new ArrayList<>();
    for (int i = 0; i < batch.count(); i++) {
      stored.put(batch.id(i), batch.bytes(i));
      extents.add(new Extent(batch.offset(i), batch.length(i), Optional.of(batch.id(i))));
    }
    return extents;
  }

  private void capture(byte[] bytes, List<Extent> parent, long parentSize) {
    AnchoredOrder order = new AnchoredOrder(sink, new ParentWindow(parent.iterator()), parentSize);
    ChunkBatch batch = new ChunkBatch(bytes, 0);
    batch.cut(bytes.length, true);
    batch.hash();
    for (int i = 0; i < batch.count(); i++) {
      order.chunk(batch, i);
    }
    order.end(bytes.length);
  }

  /// How much of the 32-byte words of a new chunk its base holds.
  private double covered(NewObject object) {
    byte[] base = new byte[0];
    for (BasePiece piece : object.base()) {
      byte[] chunk = stored.get(piece.id());
      int old = base.length;
      base = Arrays.copyOf(base, old + piece.length());
      System.arraycopy(chunk, piece.offset(), base, old, piece.length());
    }
    Map<ObjectId, Boolean> words = new HashMap<>();
    for (int i = 0; i + 32 <= base.length; i++) {
      words.put(ObjectHash.of(ObjectKind.CHUNK, base, i, 32), true);
    }
    int found = 0;
    int all = 0;
    for (int i = 0; i + 32 <= object.plain().length; i += 32) {
      all++;
      found += words.containsKey(ObjectHash.of(ObjectKind.CHUNK, object.plain(), i, 32)) ? 1 : 0;
    }
    return all == 0 ? 1 : (double) found / all;
  }

  @Test
  void insertionsAndEditsFindTheirBase() {
    Seeds.each(
        5,
        random -> {
          stored.clear();
          put.clear();
          byte[] old = Seeds.bytes(random, 6 << 20);
          List<Extent> parent = cutAndStore(old);
          byte[] changed = old;
          for (int i = 0; i < 20; i++) {
            int at = random.nextInt(changed.length);
            byte[] more = Seeds.bytes(random, 1 + random.nextInt(300));
            byte[] next = Arrays.copyOf(changed, changed.length + more.length);
            System.arraycopy(more, 0, next, at, more.length);
            System.arraycopy(changed, at, next, at + more.length, changed.length - at);
            changed = next;
            changed[random.nextInt(changed.length)] ^= 1;
          }
          capture(changed, parent, old.length);
          assertThat(put).isNotEmpty();
          assertThat(put.stream().mapToDouble(this::covered).average().orElse(0))
              .isGreaterThan(0.9);
          assertThat(put).allMatch(object -> object.base().size() <= NewObject.MAX_PIECES);
        });
  }

  @Test
  void aLongChangedRunIsBasedOnTheSameOffset() {
    byte[] old = Seeds.bytes(Seeds.generator(3), 12 << 20);
    List<Extent> parent = cutAndStore(old);
    byte[] changed = old.clone();
    for (int i = 0; i < changed.length; i += 8 << 10) {
      changed[i] ^= 1;
    }
    capture(changed, parent, old.length);
    assertThat(put.size()).isGreaterThan(100);
    assertThat(put.stream().mapToDouble(this::covered).average().orElse(0)).isGreaterThan(0.9);
  }

  @Test
  void whatIsStoredIsNotPutAgain() {
    byte[] old = Seeds.bytes(Seeds.generator(4), 1 << 20);
    List<Extent> parent = cutAndStore(old);
    capture(old, parent, old.length);
    assertThat(put).isEmpty();
    // A base whose chunks are gone must be stored again, not taken for granted.
    stored.clear();
    capture(old, parent, old.length);
    assertThat(put).hasSameSizeAs(parent);
  }
}

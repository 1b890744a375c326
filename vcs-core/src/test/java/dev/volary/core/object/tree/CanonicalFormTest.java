package dev.volary.core.object.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volary.core.hash.ObjectId;
import dev.volary.core.hash.ObjectKind;
import dev.volary.core.io.ByteString;
import dev.volary.core.io.ByteWriter;
import dev.volary.core.object.Attributes;
import dev.volary.core.object.Extent;
import dev.volary.core.object.tree.InnerPage.Child;
import dev.volary.fixtures.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Every value has one encoding, and nothing else is taken.
final class CanonicalFormTest {
  /// One valid object of each form, made of random values.
  private static List<Sample> samples(RandomGenerator random) {
    DirectoryLeaf.Builder leaf = new DirectoryLeaf.Builder();
    RandomEntries.directory(random, random.nextInt(12)).values().forEach(leaf::add);
    List<Child> names = new ArrayList<>();
    List<Child> spans = new ArrayList<>();
    for (ByteString name : RandomEntries.directory(random, 1 + random.nextInt(9)).keySet()) {
      names.add(new Child(name, RandomEntries.id(random), 1 + random.nextInt(1300)));
      spans.add(new Child(ByteString.EMPTY, RandomEntries.id(random), 1 + random.nextInt(1 << 30)));
    }
    Top top = new Top(RandomEntries.attributes(random), RandomEntries.id(random));
    return List.of(
        new Sample(ObjectKind.DIRECTORY, leaf.take()),
        new Sample(ObjectKind.DIRECTORY, InnerPage.encode(ObjectKind.DIRECTORY, 1, names)),
        new Sample(ObjectKind.DIRECTORY, top.encode()),
        new Sample(ObjectKind.FILE_MAP, extents(random)),
        new Sample(ObjectKind.FILE_MAP, InnerPage.encode(ObjectKind.FILE_MAP, 2, spans)));
  }

  private static byte[] extents(RandomGenerator random) {
    MapLeaf.Builder leaf = new MapLeaf.Builder();
    long offset = 0;
    for (int i = 0; i < 6; i++) {
      boolean hole = i % 3 == 2;
      long length =
          hole
              ? (1 + random.nextLong(1L << 30)) * Extent.HOLE_BLOCK
              : random.nextInt(Extent.MIN_CHUNK, Extent.MAX_CHUNK + 1);
      Optional<ObjectId> chunk = hole ? Optional.empty() : Optional.of(RandomEntries.id(random));
      leaf.add(new Extent(offset, length, chunk));
      offset += length;
    }
    return leaf.take();
  }

  @Test
  void validObjectsAreTaken() {
    Seeds.each(
        200,
        random -> {
          for (Sample sample : samples(random)) {
            assertThat(CanonicalForms.check(sample.kind, sample.plain)).isTrue();
            References.visit(sample.kind, RandomEntries.id(random), sample.plain, (kind, id) -> {});
          }
        });
  }

  @Test
  void everyMutationOfAByteIsRefusedOrIsAnotherValue() {
    Seeds.each(
        3,
        random -> {
          for (Sample sample : samples(random)) {
            for (int i = 0; i < sample.plain.length; i++) {
              byte[] mutant = sample.plain.clone();
              for (int change = 1; change < 256; change++) {
                mutant[i] = (byte) (sample.plain[i] ^ change);
                CanonicalForms.check(sample.kind, mutant);
              }
            }
          }
        });
  }

  @Test
  void truncatedAndExtendedObjectsAreRefusedOrAreAnotherValue() {
    Seeds.each(
        20,
        random -> {
          for (Sample sample : samples(random)) {
            for (int length = 0; length < sample.plain.length; length++) {
              byte[] part = Arrays.copyOf(sample.plain, length);
              assertThat(CanonicalForms.check(sample.kind, part)).isFalse();
            }
            byte[] longer = Arrays.copyOf(sample.plain, sample.plain.length + 1);
            assertThat(CanonicalForms.check(sample.kind, longer)).isFalse();
          }
        });
  }

  @Test
  void formsOutsideTheNormalOneAreRefused() {
    byte[] id = new byte[32];
    Stream.of(
            map().u8(0), // no extent
            map().u8(2).u8(0).varint(Extent.HOLE_BLOCK).u8(0).varint(Extent.HOLE_BLOCK),
            map().u8(2).u8(0).varint(5).varint(20_000).bytes(id), // a hole ends within a block
            map().u8(2).varint(100).bytes(id).varint(100).bytes(id), // a short chunk within
            map().u8(1).u8(0).u8(0), // a hole of no bytes
            map().u8(1).varint(Extent.MAX_CHUNK + 1).bytes(id))
        .forEach(
            bytes -> assertThat(CanonicalForms.mapLeaf(bytes.toByteArray())).as("map").isFalse());
    Stream.of(
            entry(0, 0, "."),
            entry(0, 0, ".."),
            entry(0, 0, "a/b"),
            entry(0, 0, "a\0"),
            entry(0, 0, ""),
            entry(9, 0, "a"), // no such type
            entry(EntryEncoder.ACCESS, 0, "a").u8(0).u8(0).u8(0), // access that does not differ
            entry(EntryEncoder.DIRECTORY | EntryEncoder.LINKS, 0, "a").bytes(id).bytes(id, 0, 16))
        .forEach(
            bytes -> assertThat(CanonicalForms.leaf(bytes.toByteArray())).as("entry").isFalse());
    byte[] two = entry(0, 0, "ab").u8(0).u8(0).u8(2).u8('a').u8('c').toByteArray();
    two[1] = 2;
    assertThat(CanonicalForms.leaf(two)).as("a name that shares less than it could").isFalse();
  }

  @Test
  void leavesOverTheirBorderAreRefused() {
    DirectoryLeaf.Builder leaf = new DirectoryLeaf.Builder();
    for (int i = 0; !leaf.add(RandomEntries.file(i)); i++) {
      assertThat(i).isLessThan(CutRule.ENTRIES_MAX);
    }
    leaf.add(RandomEntries.file(9_000_000));
    assertThat(CanonicalForms.leaf(leaf.take())).isFalse();
    MapLeaf.Builder map = new MapLeaf.Builder();
    for (int i = 0; i <= CutRule.EXTENTS_MAX; i++) {
      map.add(new Extent(0, 20_000, Optional.of(new ObjectId(1, 1, 1, 1))));
    }
    assertThat(CanonicalForms.mapLeaf(map.take())).isFalse();
  }

  @Test
  void attributesOverTheLimitsAreRefused() {
    assertThatThrownBy(() -> Attributes.plain(010000, 0, 0, 0, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Attributes.plain(0, 0xffff_ffffL, 0, 0, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Attributes.plain(0, 0, 0, 0, 1_000_000_000))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static ByteWriter map() {
    return new ByteWriter().u8(PageFormat.LEAF);
  }

  private static ByteWriter entry(int head, int shared, String name) {
    ByteString bytes = ByteString.utf8(name);
    return new ByteWriter().u8(PageFormat.LEAF).u8(1).u8(head).varint(shared).sized(bytes);
  }

  /// A valid object.
  private static final class Sample {
    private final ObjectKind kind;
    private final byte[] plain;

    Sample(ObjectKind kind, byte[] plain) {
      this.kind = kind;
      this.plain = plain;
    }
  }
}

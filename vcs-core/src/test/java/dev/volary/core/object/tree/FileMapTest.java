package dev.volary.core.object.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.hash.ObjectKind;
import dev.volary.core.object.Content;
import dev.volary.core.object.Content.ChunkContent;
import dev.volary.core.object.Content.EmptyContent;
import dev.volary.core.object.Content.MapContent;
import dev.volary.core.object.Extent;
import dev.volary.core.object.NewObject;
import dev.volary.core.object.PreviousFile;
import dev.volary.fixtures.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/// File maps of all lengths: what is written is read, one changed chunk touches little, nothing
/// else is taken.
final class FileMapTest {
  private static final int CHUNK = 65_536;

  private final MemoryObjects objects = new MemoryObjects();
  private final FileMapReader reader = new FileMapReader(objects);

  private Content write(List<Extent> extents, Optional<Content> previous) {
    FileMapWriter writer =
        new FileMapWriter(objects, previous.map(content -> new PreviousFile(objects, content)));
    for (Extent extent : extents) {
      if (extent.isHole()) {
        writer.hole(extent.length());
      } else {
        writer.chunk(extent.chunk().orElseThrow(), (int) extent.length());
      }
    }
    return writer.finish();
  }

  private List<Extent> read(Content content, long size, long offset) {
    List<Extent> extents = new ArrayList<>();
    reader.extentsFrom(content, size, offset).forEachRemaining(extents::add);
    return extents;
  }

  /// Runs of chunks, each followed by a hole that begins at a block.
  private static List<Extent> file(RandomGenerator random, int runs) {
    List<Extent> extents = new ArrayList<>();
    long offset = 0;
    for (int run = 0; run < runs; run++) {
      if (random.nextInt(3) == 0 && (extents.isEmpty() || !extents.getLast().isHole())) {
        long length = (1 + random.nextLong(1000)) * Extent.HOLE_BLOCK;
        extents.add(new Extent(offset, length, Optional.empty()));
        offset += length;
      }
      for (int i = random.nextInt(60); i > 0; i--) {
        int length = random.nextInt(Extent.MIN_CHUNK, Extent.MAX_CHUNK + 1);
        extents.add(chunk(random, offset, length));
        offset += length;
      }
      int rest = (int) (-offset & Extent.HOLE_BLOCK - 1);
      if (rest > 0) {
        extents.add(chunk(random, offset, Math.max(rest, 1)));
        offset += rest;
        if (run < runs - 1) {
          extents.add(new Extent(offset, Extent.HOLE_BLOCK, Optional.empty()));
          offset += Extent.HOLE_BLOCK;
        }
      }
    }
    return extents;
  }

  private static Extent chunk(RandomGenerator random, long offset, int length) {
    return new Extent(offset, length, Optional.of(RandomEntries.id(random)));
  }

  private static List<Extent> chunks(int count) {
    List<Extent> extents = new ArrayList<>();
    RandomGenerator random = Seeds.generator(1);
    for (int i = 0; i < count; i++) {
      extents.add(chunk(random, (long) i * CHUNK, CHUNK));
    }
    return extents;
  }

  @Test
  void whatIsWrittenIsReadFromAnyOffset() {
    Seeds.each(
        30,
        random -> {
          List<Extent> extents = file(random, 1 + random.nextInt(60));
          long size = extents.isEmpty() ? 0 : extents.getLast().end();
          Content content = write(extents, Optional.empty());
          assertThat(read(content, size, 0)).isEqualTo(extents);
          long offset = random.nextLong(size + 2);
          assertThat(read(content, size, offset))
              .isEqualTo(extents.stream().filter(extent -> extent.end() > offset).toList());
        });
  }

  @Test
  void smallFilesHaveNoMap() {
    assertThat(write(List.of(), Optional.empty())).isEqualTo(new EmptyContent());
    List<Extent> one = chunks(1);
    assertThat(write(one, Optional.empty()))
        .isEqualTo(new ChunkContent(one.getFirst().chunk().orElseThrow()));
    assertThat(objects.objects).isEmpty();
    Extent hole = new Extent(0, 5, Optional.empty());
    Content sparse = write(List.of(hole), Optional.empty());
    assertThat(sparse).isInstanceOf(MapContent.class);
    assertThat(read(sparse, 5, 0)).containsExactly(hole);
  }

  @Test
  void adjacentHolesBecomeOne() {
    FileMapWriter writer = new FileMapWriter(objects);
    writer.hole(Extent.HOLE_BLOCK);
    writer.hole(Extent.HOLE_BLOCK + 7);
    assertThat(writer.length()).isEqualTo(2L * Extent.HOLE_BLOCK + 7);
    Content content = writer.finish();
    assertThat(read(content, 2L * Extent.HOLE_BLOCK + 7, 0)).hasSize(1);
  }

  @Test
  void misplacedHolesAndShortChunksAreRefused() {
    ObjectId id = new ObjectId(1, 2, 3, 4);
    FileMapWriter inBlock = new FileMapWriter(objects);
    inBlock.chunk(id, 5);
    assertThatThrownBy(() -> inBlock.hole(Extent.HOLE_BLOCK))
        .isInstanceOf(IllegalArgumentException.class);
    FileMapWriter shortChunk = new FileMapWriter(objects);
    shortChunk.chunk(id, 5);
    assertThatThrownBy(() -> shortChunk.chunk(id, 5)).isInstanceOf(IllegalArgumentException.class);
    FileMapWriter unevenHole = new FileMapWriter(objects);
    unevenHole.hole(5);
    assertThatThrownBy(() -> unevenHole.chunk(id, 5)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void oneChangedChunkOfALongFileRewritesKilobytes() {
    List<Extent> extents = chunks(200_000);
    Content before = write(extents, Optional.empty());
    MemoryObjects old = new MemoryObjects();
    old.objects.putAll(objects.objects);
    Extent changed = extents.get(123_456);
    extents.set(
        123_456,
        new Extent(changed.offset(), changed.length(), Optional.of(new ObjectId(9, 9, 9, 9))));
    Content after = write(extents, Optional.of(before));
    assertThat(after).isNotEqualTo(before);
    List<NewObject> added =
        objects.objects.values().stream().filter(it -> !old.has(it.id())).toList();
    assertThat(added).hasSizeBetween(2, 5);
    assertThat(added).allSatisfy(it -> assertThat(it.base()).hasSizeBetween(1, 2));
    assertThat(added.stream().mapToInt(it -> it.plain().length).sum()).isLessThan(64 << 10);
  }

  @Test
  void anInsertedChunkTouchesFewPages() {
    List<Extent> extents = chunks(100_000);
    write(extents, Optional.empty());
    long had = objects.objects.size();
    assertThat(had).isBetween(200L, 800L);
    extents.add(50_000, chunk(Seeds.generator(2), 0, CHUNK));
    write(extents, Optional.empty());
    assertThat(objects.objects.size() - had).isLessThanOrEqualTo(6);
  }

  @Test
  void equalChunksAreBounded() {
    ObjectId same = new ObjectId(0, 0, 0, 0);
    List<Extent> extents = new ArrayList<>();
    for (int i = 0; i < 60_000; i++) {
      extents.add(new Extent((long) i * CHUNK, CHUNK, Optional.of(same)));
    }
    Content content = write(extents, Optional.empty());
    assertThat(read(content, 60_000L * CHUNK, 0)).isEqualTo(extents);
    assertThat(objects.bytes()).isLessThan(64 << 10);
  }

  @Test
  void aMapOfAnotherSizeOrOfOneChunkIsRefused() {
    List<Extent> extents = chunks(1000);
    Content content = write(extents, Optional.empty());
    long size = 1000L * CHUNK;
    refused(content, size + 1);
    refused(content, size - 1);
    refused(content, size / 2);
    MapLeaf.Builder single = new MapLeaf.Builder();
    single.add(extents.getFirst());
    refused(new MapContent(objects.force(ObjectKind.FILE_MAP, single.take())), CHUNK);
    MapLeaf.Builder inBlock = new MapLeaf.Builder();
    inBlock.add(new Extent(0, 1000, extents.getFirst().chunk()));
    inBlock.add(new Extent(1000, 5, Optional.empty()));
    refused(new MapContent(objects.force(ObjectKind.FILE_MAP, inBlock.take())), 1005);
  }

  private void refused(Content content, long size) {
    assertThatThrownBy(() -> read(content, size, 0))
        .isInstanceOfSatisfying(
            VolaryException.class, e -> assertThat(e.fault()).isEqualTo(Fault.CORRUPT));
  }
}

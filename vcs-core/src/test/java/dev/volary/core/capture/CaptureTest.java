package dev.volary.core.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.object.Attributes;
import dev.volary.core.object.Entry;
import dev.volary.core.object.Node;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Captures of a real directory: what is kept, what is taken over unread, and that no change is
/// missed.
final class CaptureTest {
  @TempDir Path folder;
  private LiveTree tree;

  @BeforeEach
  void makeTree() throws IOException {
    tree = new LiveTree(folder.resolve("live"), folder.resolve("work"));
  }

  private Path write(String name, String text) throws IOException {
    Path file = tree.top.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private static byte[] random(int length, long seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  @Test
  void keepsFilesDirectoriesAndLinks() throws IOException {
    write("a/b/file", "hello");
    write("a/empty", "");
    Files.createDirectory(tree.top.resolve("void"));
    Files.createSymbolicLink(tree.top.resolve("link"), Path.of("a/nowhere"));
    CaptureResult result = tree.commit();
    assertThat(result.entries()).isEqualTo(6);
    assertThat(result.bytes()).isEqualTo(5);
    assertThat(tree.text("a/b/file")).isEqualTo("hello");
    assertThat(tree.content("a/empty")).isEmpty();
    assertThat(tree.entry("void").orElseThrow().node()).isInstanceOf(Node.DirectoryNode.class);
    assertThat(tree.entry("link").orElseThrow().node().toString()).contains("a/nowhere");
  }

  @Test
  void keepsLargeFilesInChunks() throws IOException {
    byte[] bytes = random(9_000_000, 1);
    Files.write(tree.top.resolve("large"), bytes);
    tree.commit();
    assertThat(tree.content("large")).isEqualTo(bytes);
  }

  @Test
  void readsNothingTwice() throws IOException {
    write("a/one", "1");
    write("b/two", "2");
    tree.commit();
    CaptureResult second = tree.commit();
    assertThat(second.readEntries()).isZero();
    assertThat(second.readBytes()).isZero();
    assertThat(second.entries()).isEqualTo(4);
    assertThat(second.bytes()).isEqualTo(2);
  }

  @Test
  void readsOnlyWhatChanged() throws IOException {
    for (int i = 0; i < 50; i++) {
      write("d" + i % 5 + "/f" + i, "text " + i);
    }
    tree.commit();
    tree.nextTick();
    write("d3/f13", "other");
    Files.delete(tree.top.resolve("d1/f1"));
    write("d2/new", "new");
    CaptureResult second = tree.commit();
    assertThat(second.root()).isEqualTo(tree.freshRoot());
    assertThat(second.readBytes()).isEqualTo(8);
    assertThat(tree.entry("d1/f1")).isEmpty();
  }

  @Test
  void doesNotTrustWhatWasWrittenJustNow() throws IOException {
    tree.ahead = Duration.ZERO;
    write("file", "1");
    tree.commit();
    write("file", "2");
    tree.commit();
    assertThat(tree.text("file")).isEqualTo("2");
  }

  @Test
  void seesStoresThroughAnOldMapping() throws IOException {
    Path file = write("mapped", "x".repeat(10_000));
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      MappedByteBuffer map = channel.map(FileChannel.MapMode.READ_WRITE, 0, 10_000);
      map.put(5_000, (byte) 'a');
      tree.nextTick();
      tree.commit();
      assertThat(tree.content("mapped")[5_000]).isEqualTo((byte) 'a');
      assertThat(tree.commit().readEntries()).isZero();
      tree.nextTick();
      map.put(5_000, (byte) 'b');
      tree.commit();
      assertThat(tree.content("mapped")[5_000]).isEqualTo((byte) 'b');
    }
  }

  @Test
  void seesRestoredTimesSwapsAndModes() throws IOException {
    Path one = write("one", "1111");
    Path two = write("two", "2222");
    Path three = write("three", "3333");
    FileTime time = FileTime.fromMillis(1_000_000_000_000L);
    for (Path each : new Path[] {one, two, three}) {
      Files.setLastModifiedTime(each, time);
    }
    tree.commit();
    tree.nextTick();
    Files.writeString(one, "0000");
    Files.setLastModifiedTime(one, time);
    Files.move(two, tree.top.resolve("aside"));
    Files.move(three, two);
    Files.move(tree.top.resolve("aside"), three);
    tree.commit();
    assertThat(tree.text("one")).isEqualTo("0000");
    assertThat(tree.text("two")).isEqualTo("3333");
    assertThat(tree.text("three")).isEqualTo("2222");
    tree.nextTick();
    Files.setPosixFilePermissions(one, PosixFilePermissions.fromString("rwx------"));
    tree.commit();
    assertThat(tree.entry("one").orElseThrow().attributes().mode()).isEqualTo(0700);
  }

  @Test
  void keepsHolesAsWholeBlocks() throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(tree.top.resolve("sparse").toFile(), "rw")) {
      file.setLength(10 << 20);
      file.seek(5 << 20);
      file.write(random(100_000, 3));
    }
    CaptureResult result = tree.commit();
    assertThat(result.bytes()).isEqualTo(10 << 20);
    assertThat(tree.objects.chunkBytes()).isLessThan(300_000);
    assertThat(tree.content("sparse")).isEqualTo(Files.readAllBytes(tree.top.resolve("sparse")));
  }

  @Test
  void hardLinksShareAGroupNamedByTheSmallestPath() throws IOException {
    Path first = write("b/x", "linked");
    Files.createDirectory(tree.top.resolve("a"));
    Files.createLink(tree.top.resolve("a/y"), first);
    Files.createLink(folder.resolve("outside"), first);
    Path single = write("c", "single");
    Files.createLink(folder.resolve("outside2"), single);
    CaptureResult result = tree.commit();
    Entry x = tree.entry("b/x").orElseThrow();
    Entry y = tree.entry("a/y").orElseThrow();
    assertThat(x.linkGroup()).isPresent().isEqualTo(y.linkGroup());
    assertThat(x.node()).isEqualTo(y.node());
    assertThat(tree.entry("c").orElseThrow().linkGroup()).isEmpty();
    assertThat(result.bytes()).isEqualTo(12);
    assertThat(result.warnings()).anyMatch(w -> w.startsWith("2 files have hard links outside"));
    // Renaming a directory renames the group of a file that was not touched.
    tree.nextTick();
    Files.move(tree.top.resolve("a"), tree.top.resolve("z"));
    assertThat(tree.commit().root()).isEqualTo(tree.freshRoot());
  }

  @Test
  void refusesWhatVanished() throws IOException {
    for (int i = 0; i < 10; i++) {
      write("f" + i, "text");
    }
    tree.commit();
    for (int i = 0; i < 6; i++) {
      Files.delete(tree.top.resolve("f" + i));
    }
    assertThatThrownBy(tree::commit)
        .isInstanceOfSatisfying(
            VolaryException.class, e -> assertThat(e.fault()).isEqualTo(Fault.CONFLICT))
        .hasMessageContaining("--allow-shrink");
    for (int i = 6; i < 10; i++) {
      Files.delete(tree.top.resolve("f" + i));
    }
    assertThatThrownBy(tree::commit).hasMessageContaining("is empty");
    tree.options = tree.options.allowingShrink(true);
    assertThat(tree.commit().entries()).isZero();
  }

  @Test
  void statusIsTheBasesRootWhenNothingChanged() throws IOException {
    write("a/one", "1");
    tree.commit();
    int stored = tree.objects.count();
    assertThat(tree.status().capture().root()).isEqualTo(tree.base.orElseThrow().root());
    tree.nextTick();
    Path file = write("a/one", "2");
    assertThat(tree.status().capture().root()).isNotEqualTo(tree.base.orElseThrow().root());
    write("a/two", "2");
    assertThat(tree.status().capture().root()).isNotEqualTo(tree.base.orElseThrow().root());
    assertThat(tree.status().capture().root()).isNotEqualTo(tree.base.orElseThrow().root());
    Attributes old = tree.entry("a/one").orElseThrow().attributes();
    Attributes above = tree.entry("a").orElseThrow().attributes();
    Files.delete(tree.top.resolve("a/two"));
    assertThat(tree.status().capture().root()).isNotEqualTo(tree.base.orElseThrow().root());
    Files.writeString(file, "1");
    Files.setLastModifiedTime(file, time(old));
    Files.setLastModifiedTime(file.getParent(), time(above));
    assertThat(tree.status().capture().root()).isEqualTo(tree.base.orElseThrow().root());
    Files.delete(file);
    Files.setLastModifiedTime(file.getParent(), time(above));
    assertThat(tree.status().capture().root()).isNotEqualTo(tree.base.orElseThrow().root());
    assertThat(tree.status().capture().root()).isNotEqualTo(tree.base.orElseThrow().root());
    assertThat(tree.objects.count()).isEqualTo(stored);
  }

  private static FileTime time(Attributes attributes) {
    return FileTime.from(
        java.time.Instant.ofEpochSecond(attributes.mtimeSeconds(), attributes.mtimeNanos()));
  }

  @Test
  void aHoleInPlaceOfZerosIsNoChange() throws IOException {
    Path file = tree.top.resolve("zeros");
    byte[] bytes = new byte[400_000];
    System.arraycopy(random(1000, 5), 0, bytes, 0, 1000);
    Files.write(file, bytes);
    tree.commit();
    Attributes old = tree.entry("zeros").orElseThrow().attributes();
    tree.nextTick();
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
      channel.write(ByteBuffer.wrap(bytes, 0, 1000));
      channel.write(ByteBuffer.wrap(new byte[1]), 399_999);
    }
    Files.setLastModifiedTime(file, time(old));
    assertThat(tree.status().capture().root()).isEqualTo(tree.base.orElseThrow().root());
    assertThat(tree.commit().root()).isEqualTo(tree.freshRoot());
    assertThat(tree.content("zeros")).isEqualTo(bytes);
  }

  @Test
  void aDamagedOrForeignCacheCostsOnlyTime() throws IOException {
    for (int i = 0; i < 1500; i++) {
      write("d" + i % 7 + "/a file with a long name " + i, "text");
    }
    tree.commit();
    byte[] cache = Files.readAllBytes(tree.cacheFile);
    Random random = new Random(7);
    for (int i = 0; i < 8; i++) {
      byte[] damaged = cache.clone();
      damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      Files.write(tree.cacheFile, damaged);
      assertThat(tree.commit().root()).isEqualTo(tree.base.orElseThrow().root());
      Files.write(tree.cacheFile, Arrays.copyOf(cache, random.nextInt(cache.length)));
      Files.delete(tree.top.resolve("d0/a file with a long name " + i * 7));
      assertThat(tree.commit().root()).isEqualTo(tree.freshRoot());
    }
  }
}

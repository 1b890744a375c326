package dev.volary.core.operation.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volary.core.hash.ObjectId;
import dev.volary.core.history.CommitId;
import dev.volary.core.io.ByteString;
import dev.volary.core.linux.DeviceNumber;
import dev.volary.core.linux.DirectoryHandle;
import dev.volary.core.linux.FileHandle;
import dev.volary.core.linux.FileStat;
import dev.volary.core.linux.FileType;
import dev.volary.core.linux.Linux;
import dev.volary.core.linux.LinuxException;
import dev.volary.core.linux.OpenMode;
import dev.volary.core.restore.RestoreListener;
import dev.volary.fixtures.Seeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The tree that the layers of an overlay tell is, byte for byte, the one that its mount shows,
/// whatever was done through that.
final class RandomLayersTest {
  private static final int ROUNDS = 12;
  private static final int STEPS = 25;

  @TempDir private Path folder;

  @Test
  void theLayersTellWhatTheMountShows() throws IOException {
    AtomicInteger number = new AtomicInteger();
    Seeds.each(4, random -> trial(folder.resolve("t" + number.incrementAndGet()), random));
  }

  private static void trial(Path folder, RandomGenerator random) throws IOException {
    try (OverlayScenery scenery = OverlayScenery.in(Files.createDirectory(folder))) {
      grow(scenery.plain.data, random, false);
      CommitId first = scenery.plain.commit();
      Path copy = scenery.add("copy", first);
      for (int round = 0; round < ROUNDS; round++) {
        grow(copy, random, true);
        ObjectId shown = scenery.rootOfAll(copy);
        if (random.nextInt(3) == 0) {
          OverlayScenery.unmount(copy);
        }
        // Whatever comes next mounts it again.
        if (random.nextInt(3) > 0) {
          assertThat(scenery.commit(copy).facts().root()).isEqualTo(shown);
          assertThat(scenery.status(copy).clean()).isTrue();
        }
        if (random.nextInt(3) == 0) {
          Files.deleteIfExists(scenery.plain.target(copy).folder().statCacheFile());
        }
        scenery.status(copy);
      }
      assertThat(scenery.commit(copy).facts().root()).isEqualTo(scenery.rootOfAll(copy));
      grow(copy, random, true);
      scenery.goTo(copy, first, Uncommitted.DISCARD, RestoreListener.NONE);
      assertThat(scenery.rootOfAll(copy))
          .isEqualTo(scenery.plain.volume().history().facts(first).root());
      assertThat(scenery.status(copy).clean()).isTrue();
    }
  }

  /// Does random things in and below a directory.
  ///
  /// @param links whether files may get second names
  private static void grow(Path top, RandomGenerator random, boolean links) throws IOException {
    for (int i = 0; i < STEPS; i++) {
      try (DirectoryHandle root = Linux.openRoot(Linux.bytes(top))) {
        step(root, random, links, 4);
      } catch (LinuxException e) {
        switch (e.reason()) {
          case EEXIST, ENOTEMPTY, EXDEV, EISDIR, ENOTDIR -> {}
          default -> throw e;
        }
      }
    }
  }

  private static void step(DirectoryHandle at, RandomGenerator random, boolean links, int depth)
      throws IOException {
    List<ByteString> names = new ArrayList<>(at.names());
    Collections.sort(names);
    ByteString name = name(random);
    ByteString one = names.isEmpty() ? name : names.get(random.nextInt(names.size()));
    boolean there = at.statIfPresent(one).isPresent();
    if (there && depth > 0 && at.stat(one).isDirectory() && random.nextInt(4) > 0) {
      try (DirectoryHandle inside = at.openDirectory(one)) {
        step(inside, random, links, depth - 1);
      }
      return;
    }
    if (!there || random.nextInt(3) == 0) {
      make(at, name, random);
    } else {
      change(at, one, at.stat(one), new Change(random, name, links));
    }
  }

  private static ByteString name(RandomGenerator random) {
    byte[] bytes = {(byte) ('a' + random.nextInt(4)), (byte) (random.nextInt(6) == 0 ? 0xff : 'x')};
    return ByteString.of(bytes);
  }

  private static void make(DirectoryHandle at, ByteString name, RandomGenerator random)
      throws IOException {
    switch (random.nextInt(8)) {
      case 0, 1, 2 -> write(at.openFile(name, OpenMode.CREATE), random, 0);
      case 3, 4 -> at.makeDirectory(name, 0750);
      case 5 -> at.makeSymlink(name, ByteString.utf8("a/b"));
      case 6 -> at.makeNode(name, FileType.FIFO, 0640, DeviceNumber.NONE);
      default -> at.makeNode(name, FileType.CHAR_DEVICE, 0600, new DeviceNumber(1, 3));
    }
  }

  private record Change(RandomGenerator random, ByteString name, boolean links) {}

  private static void change(DirectoryHandle at, ByteString one, FileStat stat, Change how)
      throws IOException {
    RandomGenerator random = how.random();
    switch (random.nextInt(10)) {
      case 0 -> remove(at, one);
      case 1 -> at.rename(one, at, how.name(), false);
      case 2 -> at.setOwner(one, random.nextInt(3), random.nextInt(3));
      case 3 -> at.setTimes(one, random.nextInt(1_000_000), random.nextInt(1_000));
      case 4 -> {
        if (!stat.isSymlink()) {
          at.setMode(one, 0600 | random.nextInt(8));
        }
      }
      case 5 -> {
        if (stat.isRegular() || stat.isDirectory()) {
          at.setXattr(one, ByteString.utf8("user.note"), ByteString.utf8("n" + random.nextInt(9)));
        }
      }
      case 6 -> {
        if (how.links() && !stat.isDirectory()) {
          at.link(at, one, how.name());
        }
      }
      case 7 -> {
        // The directory that comes in place of another hides what that had.
        if (stat.isDirectory()) {
          remove(at, one);
          at.makeDirectory(one, 0700);
        }
      }
      default -> {
        if (stat.isRegular()) {
          write(at.openFile(one, OpenMode.WRITE), random, random.nextInt(3));
        }
      }
    }
  }

  /// Opened for writing without a change, a file is in the upper layer all the same.
  private static void write(FileHandle opened, RandomGenerator random, int kind)
      throws IOException {
    try (FileHandle file = opened) {
      byte[] bytes = new byte[random.nextInt(200_000)];
      random.nextBytes(bytes);
      switch (kind) {
        case 0 -> file.write(random.nextInt(1 << 18), bytes, 0, bytes.length);
        case 1 -> file.truncate(random.nextInt(1 << 18));
        default -> file.sync();
      }
    }
  }

  private static void remove(DirectoryHandle at, ByteString name) throws IOException {
    if (!at.stat(name).isDirectory()) {
      at.remove(name);
      return;
    }
    try (DirectoryHandle inside = at.openDirectory(name)) {
      for (ByteString each : inside.names()) {
        remove(inside, each);
      }
    }
    at.removeDirectory(name);
  }
}

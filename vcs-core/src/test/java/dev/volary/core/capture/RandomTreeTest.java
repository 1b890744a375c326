package dev.volary.core.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volary.fixtures.Seeds;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whatever happens to a tree between captures, capturing it on top of the last one gives the root
/// it has when captured from nothing; and status sees a change exactly where there is one.
final class RandomTreeTest {
  @TempDir Path folder;

  @Test
  void theRootIsAFunctionOfTheTreeAlone() {
    int[] number = new int[1];
    Seeds.each(
        12,
        random -> {
          Path place = folder.resolve("case" + number[0]++);
          LiveTree tree = new LiveTree(place.resolve("live"), place.resolve("work"));
          tree.options = tree.options.allowingShrink(true);
          for (int round = 0; round < 6; round++) {
            int changes = random.nextInt(12);
            for (int i = 0; i < changes; i++) {
              change(tree.top, random);
            }
            var status = tree.base.isPresent() ? tree.status().capture().root() : null;
            var before = tree.base;
            var result = tree.commit();
            assertThat(result.root()).isEqualTo(tree.freshRoot());
            if (status != null) {
              assertThat(status.equals(before.orElseThrow().root()))
                  .isEqualTo(result.root().equals(before.orElseThrow().root()));
            }
            assertThat(tree.commit().readEntries()).isZero();
            tree.nextTick();
          }
        });
  }

  private static void change(Path top, RandomGenerator random) throws IOException {
    List<Path> all;
    try (Stream<Path> walk = Files.walk(top)) {
      all = new ArrayList<>(walk.sorted().toList());
    }
    Path any = all.get(random.nextInt(all.size()));
    Path directory = Files.isDirectory(any) ? any : any.getParent();
    Path fresh = directory.resolve("n" + random.nextInt(30));
    try {
      switch (random.nextInt(9)) {
        case 0, 1 -> Files.createDirectory(fresh);
        case 2, 3 -> Files.write(fresh, Seeds.bytes(random, random.nextInt(3000)));
        case 4 -> Files.createLink(fresh, any);
        case 5 -> Files.createSymbolicLink(fresh, Path.of("to" + random.nextInt(9)));
        case 6 -> remove(any, top);
        case 7 -> Files.move(any, fresh);
        default -> alter(any, random);
      }
    } catch (FileAlreadyExistsException e) {
      alter(any, random);
    } catch (IOException e) {
      // A directory moved into itself or linked: then nothing changed.
      assertThat(e.getMessage()).isNotNull();
    }
  }

  private static void alter(Path any, RandomGenerator random) throws IOException {
    if (!Files.isRegularFile(any)) {
      return;
    }
    if (random.nextBoolean()) {
      Files.setPosixFilePermissions(
          any, random.nextBoolean() ? Set.of() : PosixFilePermissions.fromString("rwxr-xr-x"));
      return;
    }
    try (RandomAccessFile file = new RandomAccessFile(any.toFile(), "rw")) {
      file.seek(random.nextInt(300_000));
      file.write(Seeds.bytes(random, 1 + random.nextInt(100)));
    }
  }

  private static void remove(Path any, Path top) throws IOException {
    if (any.equals(top)) {
      return;
    }
    try (Stream<Path> walk = Files.walk(any)) {
      for (Path each : walk.sorted().toList().reversed()) {
        Files.delete(each);
      }
    }
  }
}

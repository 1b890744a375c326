package dev.volary.cli.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volary.fixtures.data.ManyFiles;
import dev.volary.fixtures.data.SparseImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Very many files, very long directories, very large sparse files.
final class ScaleIT {
  private static final long MAX_MEMORY_BYTES = 512L << 20;

  /// Reading and hashing 100 GiB takes longer, whatever the machine.
  private static final Duration FAR_LESS_THAN_ALL = Duration.ofSeconds(60);

  @TempDir Path scratch;
  private Path tree;
  private Volary volary;

  @BeforeEach
  void makeVolume() throws IOException {
    tree = Files.createDirectory(scratch.resolve("tree"));
    volary = Volary.in(scratch.resolve("depot")).at(tree);
    volary.ok("init", "--name", "data", "--preset", "none");
  }

  @Test
  void manyFilesTakeLittleMemory() throws IOException {
    int directories = (int) FullSize.of(10_000, 200);
    ManyFiles.tree(tree, directories, 100, 1);
    assertThat(peakOf("commit", "-m", "all")).isLessThan(MAX_MEMORY_BYTES);
    assertThat(peakOf("commit", "-m", "nothing")).isLessThan(MAX_MEMORY_BYTES);
    assertThat(volary.ok("status", "--porcelain")).isEmpty();
    Files.writeString(tree.resolve("d0000/07/file-0042.txt"), "changed\n");
    long before = Sizes.below(volary.depot());
    assertThat(peakOf("commit", "-m", "one")).isLessThan(MAX_MEMORY_BYTES);
    assertThat(Sizes.below(volary.depot()) - before).isLessThan(64 << 10);
    assertThat(volary.ok("log", "--quiet").lines()).hasSize(2);
  }

  @Test
  void oneMoreFileInALongDirectoryAddsLittle() throws IOException {
    Path directory = tree.resolve("messages");
    int names = (int) FullSize.of(1_000_000, 30_000);
    ManyFiles.names(directory, names);
    volary.ok("commit", "-m", "all");
    long before = Sizes.below(volary.depot());
    Files.createFile(directory.resolve("message-%08d.one".formatted(names / 2)));
    volary.ok("commit", "-m", "one more");
    assertThat(Sizes.below(volary.depot()) - before).isLessThan(256 << 10);
  }

  @Test
  void aSparseFileTakesTheTimeOfItsData() throws IOException {
    Path image = tree.resolve("disk.img");
    SparseImage.write(image, 100L << 30, FullSize.of(1L << 30, 64L << 20), 1);
    volary.command("commit", "-m", "sparse").within(FAR_LESS_THAN_ALL).run().expect(0);
    assertThat(volary.ok("commit", "-m", "again")).startsWith("nothing changed");
  }

  /// Runs the program and returns the peak of its anonymous and native memory, in bytes.
  private long peakOf(String... arguments) throws IOException {
    var running = volary.command(arguments).start();
    long peak = MemoryPeak.of(running.process());
    running.await(Duration.ofSeconds(10)).expect(0);
    return peak;
  }
}

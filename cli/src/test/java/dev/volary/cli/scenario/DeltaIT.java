package dev.volary.cli.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volary.fixtures.data.PagedFile;
import dev.volary.fixtures.data.SqlDump;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a small change of a large file adds to the depot, counting every byte below it.
final class DeltaIT {
  private static final int DUMP_BYTES = 250_000_000;
  private static final long MAX_DUMP_BYTES = 512 << 10;

  @TempDir Path scratch;
  private Path tree;
  private Volary volary;

  @BeforeEach
  void makeVolume() throws IOException {
    tree = Files.createDirectory(scratch.resolve("tree"));
    volary = Volary.in(scratch.resolve("depot")).at(tree);
    volary.ok("init", "--name", "data", "--preset", "none");
  }

  /// 2 GiB may add 2 MiB; a part of it, its share.
  @Test
  void aFewBytesOfOnePageInAHundred() throws IOException {
    long pages = FullSize.of(1L << 18, 1L << 16);
    PagedFile.write(tree.resolve("table"), pages, 1);
    commit();
    PagedFile.touch(tree.resolve("table"), pages, pages / 100, 2);
    assertThat(commit()).isLessThanOrEqualTo(pages * PagedFile.PAGE_BYTES / 1024);
  }

  @Test
  void oneLineOfADumpInAThousand() throws IOException {
    Path original = scratch.resolve("original.sql");
    SqlDump.write(original, DUMP_BYTES, 3);
    Path dump = tree.resolve("dump.sql");
    Files.copy(original, dump);
    commit();
    assertThat(SqlDump.edited(original, dump, 1000, 4)).isGreaterThan(1000);
    assertThat(commit()).as("lines edited").isLessThanOrEqualTo(MAX_DUMP_BYTES);
    Path edited = Files.copy(dump, scratch.resolve("edited.sql"));
    assertThat(SqlDump.inserted(edited, dump, 1000, 5)).isGreaterThan(1000);
    assertThat(commit()).as("lines inserted").isLessThanOrEqualTo(MAX_DUMP_BYTES);
  }

  /// Commits and returns how many bytes the depot grew by.
  private long commit() throws IOException {
    long before = Sizes.below(volary.depot());
    volary.ok("commit", "-m", "next");
    return Sizes.below(volary.depot()) - before;
  }
}

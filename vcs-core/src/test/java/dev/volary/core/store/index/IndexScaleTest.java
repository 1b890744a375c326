package dev.volary.core.store.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volary.core.session.ChildJvm;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Indexes far larger than the heap are written, merged and searched.
final class IndexScaleTest {
  private static final long EACH = Long.getLong("volary.entries", 500_000L);

  @TempDir Path folder;

  /// The process has 64 MiB of heap; what it writes has 96 MB, and would take three times that in
  /// objects.
  @Test
  void memoryDoesNotGrowWithTheEntries() throws Exception {
    try (ChildJvm child = ChildJvm.start(Merging.class, folder, EACH)) {
      assertThat(child.line()).isEqualTo(4 * EACH + " 1000000");
      String figures = child.line();
      assertThat(figures).contains("bytes held");
      long held = Long.parseLong(figures.replaceAll(".* (-?\\d+) bytes held.*", "$1"));
      assertThat(held).as(figures).isLessThan(100_000);
      child.finish();
    }
  }
}

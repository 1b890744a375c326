package dev.volary.core.operation.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volary.core.capture.CaptureProgress;
import dev.volary.core.depot.Depot;
import dev.volary.core.depot.LiveWorktree;
import dev.volary.core.depot.Surroundings;
import dev.volary.core.depot.Targets;
import dev.volary.core.history.Identity;
import dev.volary.core.linux.Linux;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files that stand under another name than in the commit before cost what changed in them.
final class RenamedFileTest {
  private static final Identity ANN = new Identity("Ann", "ann@example.org");
  private static final int PAGE = 4096;

  @TempDir private Path folder;
  private Path data;
  private Depot depot;
  private final Random random = new Random(4711);

  @BeforeEach
  void volume() throws IOException {
    data = Files.createDirectories(folder.resolve("data/old")).getParent();
    Files.createDirectory(data.resolve("new"));
    depot =
        Depot.openOrCreate(
            folder.resolve("depot"),
            new Surroundings(InstantSource.system(), new SecureRandom(), Map.of()));
    Files.writeString(depot.layout().configFile(), "[depot]\n\tminFree = 1k\n");
    new Initialise(depot)
        .run(new Initialise.Request(Linux.bytes(data), Optional.empty(), Optional.empty(), false));
  }

  @AfterEach
  void close() {
    depot.close();
  }

  /// Commits; returns by how many bytes the depot's packs grew.
  private long commit() throws IOException {
    long before = packBytes();
    Targets.WorktreeTarget target =
        new Targets(depot, Linux.realPath(Linux.bytes(data))).worktree(Optional.empty());
    try (LiveWorktree worktree = LiveWorktree.open(depot, target, "commit")) {
      CommitTree.Request request =
          new CommitTree.Request(
              "state", new TreeMap<>(), new Moment.Live(), CommitTree.Allowances.NONE);
      new CommitTree(depot, ANN, CaptureProgress.NONE).run(worktree, request);
    }
    return packBytes() - before;
  }

  private long packBytes() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("depot"))) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(".pack"))
          .mapToLong(file -> file.toFile().length())
          .sum();
    }
  }

  private byte[] random(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  @Test
  void aRenamedFileCostsItsChangedPages() throws IOException {
    int size = 64 << 20;
    Path before = data.resolve("old/disk");
    Files.write(before, random(size));
    assertThat(commit()).isGreaterThan(size);
    Path after = Files.move(before, data.resolve("new/another"));
    int pages = size / PAGE / 100;
    try (RandomAccessFile file = new RandomAccessFile(after.toFile(), "rw")) {
      for (int i = 0; i < pages; i++) {
        file.seek((long) random.nextInt(size / PAGE) * PAGE);
        file.write(random(PAGE));
      }
    }
    assertThat(commit()).isLessThan(2L * pages * PAGE);
  }

  @Test
  void aRotatedLogCostsItsNewLines() throws IOException {
    StringBuilder log = new StringBuilder();
    for (int i = 0; i < 100_000; i++) {
      log.append(Long.toHexString(random.nextLong())).append(" line ").append(i).append('\n');
    }
    Files.writeString(data.resolve("app.log"), log);
    long first = commit();
    // Copied and truncated: neither inode nor name tell where the lines are now.
    log.insert(0, "a line that changes every cut before the first\n");
    for (int i = 0; i < 200; i++) {
      int at = log.indexOf("\n", random.nextInt(log.length() - 100)) + 1;
      log.insert(at, "inserted " + Long.toHexString(random.nextLong()) + "\n");
    }
    Files.writeString(data.resolve("app.log.1"), log);
    Files.writeString(data.resolve("app.log"), "begun anew\n");
    assertThat(commit()).isLessThan(first / 10);
  }
}

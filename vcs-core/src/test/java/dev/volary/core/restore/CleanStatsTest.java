package dev.volary.core.restore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volary.core.capture.Baseline;
import dev.volary.core.capture.Capture;
import dev.volary.core.capture.CaptureOptions;
import dev.volary.core.capture.CaptureProgress;
import dev.volary.core.capture.CaptureRequest;
import dev.volary.core.capture.CaptureResult;
import dev.volary.core.diff.HeldObjects;
import dev.volary.core.diff.PathFilter;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.linux.DirectoryHandle;
import dev.volary.core.linux.Linux;
import dev.volary.core.restore.Restore.Surroundings;
import dev.volary.core.restore.plan.PlannedStep;
import dev.volary.core.restore.plan.RestorePlan;
import dev.volary.core.restore.plan.RestoreRequest;
import dev.volary.core.restore.plan.RestoreRequest.Known;
import dev.volary.core.scan.DirectoryFilter;
import dev.volary.core.scan.UnheldAttributes;
import dev.volary.fixtures.Seeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CleanStatsTest {
  /// Some time after everything that was written, so that nothing is racy.
  private static final InstantSource LATER = () -> Instant.now().plus(Duration.ofSeconds(10));

  @TempDir Path folder;

  private final HeldObjects objects = new HeldObjects();
  private Path tree;
  private Optional<Path> statCache = Optional.empty();

  @BeforeEach
  void fill() throws IOException {
    tree = Files.createDirectories(folder.resolve("tree/a/b")).getParent().getParent();
    Files.write(tree.resolve("a/large"), Seeds.bytes(Seeds.generator(1), 3_000_000));
    Files.write(tree.resolve("a/b/small"), new byte[] {1, 2, 3});
    Files.writeString(tree.resolve("kept"), "same");
    Files.createLink(tree.resolve("a/link"), tree.resolve("kept"));
  }

  private CaptureResult capture(DirectoryHandle top, Optional<ObjectId> base) throws IOException {
    CaptureRequest request =
        new CaptureRequest(
            top,
            base.map(root -> new Baseline(root, 0, 0)),
            statCache,
            DirectoryFilter.NOTHING,
            UnheldAttributes.NONE,
            CaptureOptions.in(folder.resolve("spill")));
    CaptureResult result =
        new Capture(LATER, "boot").run(request, objects, objects, CaptureProgress.NONE);
    statCache = Optional.of(result.statCache());
    return result;
  }

  private RestoreResult restore(DirectoryHandle top, ObjectId base, ObjectId wanted)
      throws IOException {
    Surroundings surroundings = new Surroundings(folder.resolve("spill"), 2, LATER, "boot");
    Restore restore = new Restore(objects, surroundings);
    Known known =
        new Known(Optional.of(base), DirectoryFilter.NOTHING, UnheldAttributes.NONE, statCache);
    RestoreRequest request =
        new RestoreRequest(top, wanted, PathFilter.ALL, known, false, Optional.empty());
    List<PlannedStep> steps = new ArrayList<>();
    try (RestorePlan plan = restore.plan(request, steps::add)) {
      RestoreResult result =
          restore.apply(plan, Optional.of(folder.resolve("intent")), RestoreListener.NONE);
      statCache = result.statCache();
      return result;
    }
  }

  @Test
  void whatARestoreWroteIsNotReadAgain() throws IOException {
    try (DirectoryHandle top = Linux.openRoot(Linux.bytes(tree))) {
      ObjectId first = capture(top, Optional.empty()).root();
      Files.write(tree.resolve("a/large"), Seeds.bytes(Seeds.generator(2), 2_000_000));
      Files.writeString(tree.resolve("a/new"), "new");
      ObjectId second = capture(top, Optional.of(first)).root();
      restore(top, second, first);
      CaptureResult again = capture(top, Optional.of(first));
      assertThat(again.root()).isEqualTo(first);
      assertThat(again.readBytes()).isZero();
      Files.writeString(tree.resolve("kept"), "edit");
      assertThat(capture(top, Optional.of(first)).readBytes()).isEqualTo(4);
    }
  }

  @Test
  void aChangeAfterTheRestoreIsSeenWhateverItsTime() throws IOException {
    try (DirectoryHandle top = Linux.openRoot(Linux.bytes(tree))) {
      ObjectId first = capture(top, Optional.empty()).root();
      Files.write(tree.resolve("a/b/small"), new byte[] {4, 5, 6});
      ObjectId second = capture(top, Optional.of(first)).root();
      restore(top, second, first);
      FileTime time = Files.getLastModifiedTime(tree.resolve("a/b/small"));
      Files.write(tree.resolve("a/b/small"), new byte[] {4, 5, 6});
      Files.setLastModifiedTime(tree.resolve("a/b/small"), time);
      assertThat(capture(top, Optional.of(first)).root()).isNotEqualTo(first);
    }
  }

  @Test
  void aFileThatMovedIsRenamedNotWritten() throws IOException {
    try (DirectoryHandle top = Linux.openRoot(Linux.bytes(tree))) {
      ObjectId first = capture(top, Optional.empty()).root();
      Files.move(tree.resolve("a/large"), tree.resolve("moved"));
      ObjectId second = capture(top, Optional.of(first)).root();
      RestoreResult result = restore(top, second, first);
      assertThat(result.totals().moved()).isEqualTo(1);
      assertThat(result.bytesWritten()).isZero();
      assertThat(capture(top, Optional.of(first)).root()).isEqualTo(first);
      restore(top, first, second);
      assertThat(capture(top, Optional.of(second)).root()).isEqualTo(second);
    }
  }

  @Test
  void onlyWhatDiffersIsWritten() throws IOException {
    try (DirectoryHandle top = Linux.openRoot(Linux.bytes(tree))) {
      byte[] bytes = Seeds.bytes(Seeds.generator(1), 3_000_000);
      ObjectId first = capture(top, Optional.empty()).root();
      bytes[1_500_000]++;
      Files.write(tree.resolve("a/large"), bytes);
      ObjectId second = capture(top, Optional.of(first)).root();
      long inode = top.stat().ino();
      RestoreResult result = restore(top, second, first);
      assertThat(result.bytesWritten()).isBetween(1L, 256L << 10);
      assertThat(top.stat().ino()).isEqualTo(inode);
      assertThat(capture(top, Optional.of(first)).root()).isEqualTo(first);
    }
  }
}

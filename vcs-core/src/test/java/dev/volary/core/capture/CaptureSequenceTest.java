package dev.volary.core.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volary.core.capture.consistency.Pause;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.history.Consistency;
import dev.volary.core.linux.DirectoryHandle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Pre-copy: most is captured before the pause, and what is kept is the moment of the pause.
final class CaptureSequenceTest {
  @TempDir Path folder;
  private LiveTree tree;
  private final List<String> events = new ArrayList<>();

  @BeforeEach
  void makeTree() throws IOException {
    tree = new LiveTree(folder.resolve("live"), folder.resolve("work"));
    Files.write(tree.top.resolve("large"), new byte[1_000_000]);
    Files.writeString(tree.top.resolve("changing"), "before");
  }

  /// A writer that writes once more before it stands still.
  private final class LastWrite implements Pause {
    private final boolean breaks;

    LastWrite(boolean breaks) {
      this.breaks = breaks;
    }

    @Override
    public String method() {
      return "test";
    }

    @Override
    public Held begin() throws IOException {
      tree.nextTick();
      Files.writeString(tree.top.resolve("changing"), "at the pause");
      events.add("begin");
      return () -> {
        events.add("end");
        if (breaks) {
          throw new VolaryException(Fault.FAILED, "the pause was over before");
        }
      };
    }
  }

  private CaptureSequence.Outcome run(Pause pause) throws IOException {
    try (DirectoryHandle top = tree.open()) {
      var ends = new CaptureSequence.Ends(tree.objects, tree.objects, CaptureProgress.NONE);
      CaptureRequest request = tree.request(top, Optional.empty());
      Instant[] now = {Instant.EPOCH};
      return new CaptureSequence(tree.capture(), () -> now[0] = now[0].plus(Duration.ofMillis(20)))
          .run(request, ends, pause);
    }
  }

  @Test
  void readsInThePauseOnlyWhatChanged() throws IOException {
    CaptureSequence.Outcome outcome = run(new LastWrite(false));
    assertThat(events).containsExactly("begin", "end");
    assertThat(outcome.readInPause()).isEqualTo("at the pause".length());
    assertThat(outcome.consistency())
        .isEqualTo(new Consistency(Consistency.Level.PAUSED, "test", 20));
    assertThat(outcome.result().root()).isEqualTo(tree.freshRoot());
    outcome.result().discardStatCache();
    assertNothingIsLeft();
  }

  @Test
  void aBrokenPauseFails() throws IOException {
    assertThatThrownBy(() -> run(new LastWrite(true))).hasMessageContaining("was over before");
    assertNothingIsLeft();
  }

  @Test
  void thePauseEndsWhenTheCaptureFails() throws IOException {
    Pause vanishing =
        new Pause() {
          @Override
          public String method() {
            return "test";
          }

          @Override
          public Held begin() throws IOException {
            Files.delete(tree.top.resolve("large"));
            Files.delete(tree.top.resolve("changing"));
            return () -> events.add("end");
          }
        };
    assertThatThrownBy(() -> run(vanishing)).hasMessageContaining("is empty");
    assertThat(events).containsExactly("end");
    assertNothingIsLeft();
  }

  @Test
  void largeFilesBeingWrittenToAreReadOnlyAfterThePause() throws IOException {
    write("growing", 1, 2_000_000);
    write("shrinking", 2, 2_000_000);
    tree.commit();
    tree.nextTick();
    write("growing", 3, 2_100_000);
    write("shrinking", 4, 1_500_000);
    write("new", 5, 2_000_000);
    long before = tree.objects.chunkBytes();
    ObjectId[] moment = new ObjectId[1];
    Pause pause =
        new Pause() {
          @Override
          public String method() {
            return "test";
          }

          @Override
          public Held begin() throws IOException {
            write("growing", 6, 2_200_000);
            write("new", 7, 2_100_000);
            moment[0] = tree.freshRoot();
            return () -> write("growing", 8, 3_000_000);
          }
        };
    CaptureSequence.Outcome outcome = run(pause);
    assertThat(outcome.result().root()).isEqualTo(moment[0]);
    // What stood there before the pause was stored of the shrunken one only.
    assertThat(tree.objects.chunkBytes() - before).isEqualTo(1_500_000 + 2_200_000 + 2_100_000);
    outcome.result().discardStatCache();
  }

  private void write(String name, int seed, int size) throws IOException {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    Files.write(tree.top.resolve(name), bytes);
  }

  private void assertNothingIsLeft() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("work"))) {
      assertThat(files.map(Path::getFileName).map(Path::toString).filter(f -> !f.equals("probe")))
          .isEmpty();
    }
  }
}

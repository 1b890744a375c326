package dev.volary.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.hash.ObjectKind;
import dev.volary.core.object.NewObject;
import dev.volary.core.store.pack.PackOutput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The n-th call that writes fails, for every n: nothing is published, nothing is left behind, and
/// the next transaction succeeds.
final class BadLuckTest {
  private final Random random = new Random(3);
  private final AtomicLong writtenMost = new AtomicLong();
  private @TempDir Path directory;

  /// Fails one of the calls that make, write, flush and close files.
  private static final class FailingOutputs implements PackOutput.Factory {
    private final AtomicInteger left;

    FailingOutputs(int calls) {
      this.left = new AtomicInteger(calls);
    }

    private void step() throws IOException {
      if (left.getAndDecrement() == 0) {
        throw new IOException("bad luck");
      }
    }

    boolean struck() {
      return left.get() < 0;
    }

    @Override
    public PackOutput create(Path file) throws IOException {
      step();
      PackOutput output = PackOutput.toFile(file);
      return new PackOutput() {
        @Override
        public void write(ByteBuffer bytes) throws IOException {
          step();
          output.write(bytes);
        }

        @Override
        public void sync() throws IOException {
          step();
          output.sync();
        }

        @Override
        public void close() throws IOException {
          output.close();
        }
      };
    }
  }

  private List<NewObject> objects() {
    List<NewObject> out = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      out.add(StoreHarness.chunk(StoreHarness.random(random, 30_000)));
      out.add(StoreHarness.plain(ObjectKind.DIRECTORY, StoreHarness.text(random, 2_000)));
    }
    return out;
  }

  @Test
  void everyFailedCallFailsThePublicationAndNothingElse() throws IOException {
    List<NewObject> objects = objects();
    boolean struck = true;
    int calls = 0;
    while (struck) {
      FailingOutputs outputs = new FailingOutputs(calls);
      Path place = Files.createDirectory(directory.resolve("d" + calls));
      StoreOptions options = StoreHarness.options().withOutputs(outputs).withPackBytes(200_000);
      try (StoreHarness harness = new StoreHarness(place, options)) {
        StoreHarness.Work work = transaction -> objects.forEach(transaction::put);
        boolean failed = fails(harness, work);
        struck = outputs.struck();
        assertThat(failed).isEqualTo(struck);
        if (failed) {
          assertThat(harness.store.catalogue().unlisted()).isEmpty();
          assertThat(objects).noneMatch(object -> harness.store.contains(object.id()));
        }
        harness.commit(work);
        for (NewObject object : objects) {
          assertThat(harness.store.read(object.kind(), object.id())).isEqualTo(object.plain());
        }
      }
      calls += struck ? 1 : 0;
    }
    assertThat(calls).isGreaterThan(20);
  }

  private static boolean fails(StoreHarness harness, StoreHarness.Work work) throws IOException {
    try {
      harness.commit(work);
      return false;
    } catch (UncheckedIOException e) {
      assertThat(e).hasStackTraceContaining("bad luck");
      return true;
    }
  }

  /// Returns the bytes of all packs being written.
  private long written() throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("incoming"))) {
      long bytes = files.mapToLong(file -> file.toFile().length()).sum();
      writtenMost.accumulateAndGet(bytes, Math::max);
      return bytes;
    }
  }

  @Test
  void stopsBeforeTheDiskIsFull() throws IOException {
    StoreOptions options =
        StoreHarness.options()
            .withSpace(new SpaceLimit(5, 1_000_000))
            .withProbe(path -> new SpaceGuard.Space(100_000_000, 10_000_000 - written()));
    try (StoreHarness harness = new StoreHarness(directory, options)) {
      assertThatThrownBy(() ->
              harness.commit(transaction -> {
                for (int i = 0; i < 100; i++) {
                  transaction.put(StoreHarness.chunk(StoreHarness.random(random, 200_000)));
                }
              }))
          .isInstanceOfSatisfying(
              VolaryException.class,
              e -> {
                assertThat(e.fault()).isEqualTo(Fault.NO_SPACE);
                assertThat(e).hasMessageContaining("depot.minFree");
                assertThat(writtenMost.get()).isBetween(3_000_000L, 5_000_000L);
              });
      assertThat(harness.store.storedBytes()).isZero();
      try (Stream<Path> files = Files.list(directory.resolve("incoming"))) {
        assertThat(files).isEmpty();
      }
    }
  }

  @Test
  void takesADiskThatIsFullAllTheSameForOneWithoutSpace() throws IOException {
    StoreOptions options =
        StoreHarness.options()
            .withOutputs(file -> {
              throw new IOException("No space left on device");
            });
    try (StoreHarness harness = new StoreHarness(directory, options)) {
      assertThatThrownBy(() -> harness.commit(t -> objects().forEach(t::put)))
          .isInstanceOfSatisfying(
              VolaryException.class, e -> assertThat(e.fault()).isEqualTo(Fault.NO_SPACE));
    }
  }
}

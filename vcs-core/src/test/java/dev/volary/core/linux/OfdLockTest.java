package dev.volary.core.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Locks exclude each other within one process and between processes.
final class OfdLockTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  @TempDir private Path directory;

  private Path file() {
    return directory.resolve("lock");
  }

  @Test
  void onlyOneExclusiveLock() throws IOException {
    try (OfdLock held = OfdLock.tryLock(file(), false).orElseThrow()) {
      assertThat(OfdLock.tryLock(file(), false)).isEmpty();
      assertThat(OfdLock.tryLock(file(), true)).isEmpty();
      assertThat(OfdLock.isHeld(file())).isTrue();
      assertThat(held).isNotNull();
    }
    assertThat(OfdLock.isHeld(file())).isFalse();
    OfdLock.tryLock(file(), false).orElseThrow().close();
  }

  @Test
  void sharedLocksShare() throws IOException {
    try (OfdLock first = OfdLock.tryLock(file(), true).orElseThrow();
        OfdLock second = OfdLock.lock(file(), true, Duration.ZERO)) {
      assertThat(first).isNotSameAs(second);
      assertThat(OfdLock.tryLock(file(), false)).isEmpty();
      assertThat(OfdLock.isHeld(file())).isTrue();
    }
  }

  @Test
  void openingTheFileElsewhereDropsNothing() throws IOException {
    try (OfdLock held = OfdLock.tryLock(file(), false).orElseThrow()) {
      FileChannel.open(file(), StandardOpenOption.READ, StandardOpenOption.WRITE).close();
      assertThat(OfdLock.tryLock(file(), false)).isEmpty();
      assertThat(held).isNotNull();
    }
  }

  @Test
  void aFileThatIsNotThereIsNotLocked() throws IOException {
    assertThat(OfdLock.isHeld(file())).isFalse();
    assertThat(file()).doesNotExist();
  }

  @Test
  void waitsUntilTheLockIsFree() throws Exception {
    OfdLock held = OfdLock.tryLock(file(), false).orElseThrow();
    CompletableFuture<OfdLock> waiting = new CompletableFuture<>();
    Thread.ofPlatform()
        .start(() -> {
          try {
            waiting.complete(OfdLock.lock(file(), false, LONG));
          } catch (IOException | RuntimeException e) {
            waiting.completeExceptionally(e);
          }
        });
    assertThat(waiting).isNotDone();
    held.close();
    try (OfdLock got = waiting.get()) {
      assertThat(got).isNotNull();
      assertThat(OfdLock.isHeld(file())).isTrue();
    }
  }

  @Test
  void givesUpInTimeAndLeavesNothingHeld() throws IOException {
    try (OfdLock held = OfdLock.tryLock(file(), false).orElseThrow()) {
      assertThatThrownBy(() -> OfdLock.lock(file(), false, Duration.ofMillis(5)))
          .isInstanceOfSatisfying(
              VolaryException.class, e -> assertThat(e.fault()).isEqualTo(Fault.BUSY));
      assertThat(held).isNotNull();
    }
    // The waiter left behind gets the lock at most for an instant.
    OfdLock.lock(file(), false, LONG).close();
  }

  @Test
  void excludesOtherProcessesUntilTheyEnd() throws Exception {
    Files.createFile(file());
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName(),
                file().toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader output = other.inputReader()) {
      assertThat(output.readLine()).isEqualTo("held");
      assertThat(OfdLock.tryLock(file(), true)).isEmpty();
      other.destroyForcibly();
      OfdLock.lock(file(), false, LONG).close();
    } finally {
      other.destroyForcibly().waitFor();
    }
  }

  /// Another process that takes the lock and keeps it until it is killed.
  static final class Holder {
    private Holder() {}

    public static void main(String[] arguments) throws IOException {
      OfdLock lock = OfdLock.tryLock(Path.of(arguments[0]), false).orElseThrow();
      System.out.println("held");
      while (System.in.read() >= 0) {
        assertThat(lock).isNotNull();
      }
    }
  }
}

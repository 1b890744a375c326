package dev.volary.core.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volary.core.diff.HeldObjects;
import dev.volary.core.diff.PathFilter;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.linux.DirectoryHandle;
import dev.volary.core.linux.Linux;
import dev.volary.core.linux.LinuxException;
import dev.volary.core.restore.Restore.Surroundings;
import dev.volary.core.restore.plan.RestorePlan;
import dev.volary.core.restore.plan.RestoreRequest;
import dev.volary.core.restore.plan.RestoreRequest.Known;
import dev.volary.core.scan.DirectoryFilter;
import dev.volary.core.scan.UnheldAttributes;
import dev.volary.fixtures.Seeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class InterruptedRestoreTest {
  @TempDir Path folder;

  private final HeldObjects objects = new HeldObjects();

  private DirectoryHandle directory(String name) throws IOException {
    return Linux.openRoot(Linux.bytes(Files.createDirectories(folder.resolve(name))));
  }

  private Path intent() {
    return folder.resolve("intent");
  }

  private void run(RestoreRequest request) throws IOException {
    Surroundings surroundings =
        new Surroundings(folder.resolve("spill"), 2, InstantSource.system(), "boot");
    Restore restore = new Restore(objects, surroundings);
    try (RestorePlan plan = restore.plan(request, step -> {})) {
      restore.apply(plan, Optional.of(intent()), RestoreListener.NONE);
    }
  }

  @Test
  void afterAnyFailureBothWaysLeadToWholeTrees() {
    Seeds.each(6, this::failEverywhere);
  }

  private void failEverywhere(RandomGenerator random) throws IOException {
    try (DirectoryHandle top = directory(Long.toHexString(random.nextLong()))) {
      RandomDisk disk = new RandomDisk(random, Linux.effectiveUser() == 0);
      disk.fill(top, 2);
      ObjectId first = DiskReader.read(top, objects);
      disk.change(top, 2);
      ObjectId second = DiskReader.read(top, objects);
      boolean failed = true;
      for (long call = 0; failed; call += 1 + random.nextInt(6)) {
        failed = failAt(call, top, second, first);
        if (failed && random.nextBoolean()) {
          run(Intent.read(intent()).orElseThrow().onwards(top, DirectoryFilter.NOTHING));
          assertWhole(top, first);
          run(RestoreRequest.all(top, second));
        } else if (failed) {
          Intent record = Intent.read(intent()).orElseThrow();
          run(record.back(top, DirectoryFilter.NOTHING).orElseThrow());
        }
        assertWhole(top, failed ? second : first);
      }
    }
  }

  private boolean failAt(long call, DirectoryHandle top, ObjectId base, ObjectId wanted)
      throws IOException {
    FailingHandles handles = new FailingHandles(call);
    Known known =
        new Known(
            Optional.of(base), DirectoryFilter.NOTHING, UnheldAttributes.NONE, Optional.empty());
    try {
      run(
          new RestoreRequest(
              handles.wrap(top), wanted, PathFilter.ALL, known, false, Optional.empty()));
    } catch (LinuxException e) {
      assertThat(handles.hasFailed()).isTrue();
      assertThat(intent()).exists();
      return true;
    }
    return false;
  }

  private void assertWhole(DirectoryHandle top, ObjectId root) throws IOException {
    assertThat(DiskReader.read(top, objects)).isEqualTo(root);
    assertThat(intent()).doesNotExist();
  }

  @Test
  void theTopIsClosedAsLongAsTheIntentStands() throws IOException {
    try (DirectoryHandle top = directory("top")) {
      Files.writeString(folder.resolve("top/file"), "one");
      ObjectId first = DiskReader.read(top, objects);
      Files.writeString(folder.resolve("top/file"), "two");
      assertThat(failAt(3, top, DiskReader.read(top, objects), first)).isTrue();
      assertThat(top.stat().mode() & 077).isZero();
      run(Intent.read(intent()).orElseThrow().onwards(top, DirectoryFilter.NOTHING));
      assertThat(folder.resolve("top/file")).hasContent("one");
    }
  }

  @Test
  void whatChangedSinceThePlanIsNotTouched() throws IOException {
    try (DirectoryHandle top = directory("top")) {
      Path file = folder.resolve("top/file");
      Files.writeString(file, "one");
      ObjectId first = DiskReader.read(top, objects);
      Files.writeString(file, "two");
      Restore restore =
          new Restore(objects, new Surroundings(folder, 2, InstantSource.system(), "boot"));
      try (RestorePlan plan = restore.plan(RestoreRequest.all(top, first), step -> {})) {
        Files.writeString(file, "mine");
        assertThatThrownBy(() -> restore.apply(plan, Optional.of(intent()), RestoreListener.NONE))
            .isInstanceOfSatisfying(
                VolaryException.class,
                e -> {
                  assertThat(e.fault()).isEqualTo(Fault.CONFLICT);
                  assertThat(e).hasMessageStartingWith("file was changed");
                });
      }
      assertThat(file).hasContent("mine");
      assertThat(intent()).exists();
    }
  }

  @Test
  void uncommittedChangesStopAPlan() throws IOException {
    try (DirectoryHandle top = directory("top")) {
      Path file = folder.resolve("top/file");
      Files.writeString(file, "one");
      ObjectId first = DiskReader.read(top, objects);
      Files.writeString(file, "two");
      ObjectId second = DiskReader.read(top, objects);
      Files.writeString(file, "uncommitted");
      assertThatThrownBy(() -> failAt(1000, top, second, first))
          .isInstanceOfSatisfying(
              VolaryException.class, e -> assertThat(e.fault()).isEqualTo(Fault.CONFLICT));
      assertThat(file).hasContent("uncommitted");
      assertThat(intent()).doesNotExist();
    }
  }
}

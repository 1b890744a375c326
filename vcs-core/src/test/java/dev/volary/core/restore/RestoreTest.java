package dev.volary.core.restore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volary.core.diff.HeldObjects;
import dev.volary.core.diff.PathFilter;
import dev.volary.core.diff.TreeDiff;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.io.ByteString;
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
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RestoreTest {

  @TempDir Path folder;

  private final HeldObjects objects = new HeldObjects();

  private DirectoryHandle directory(String name) throws IOException {
    Path path = Files.createDirectories(folder.resolve(name));
    return Linux.openRoot(Linux.bytes(path));
  }

  private Restore restore() throws IOException {
    return new Restore(
        objects, new Surroundings(folder.resolve("spill"), 3, InstantSource.system(), "boot"));
  }

  private RestoreResult restore(RestoreRequest request) throws IOException {
    try (RestorePlan plan = restore().plan(request, step -> {})) {
      return restore().apply(plan, Optional.of(folder.resolve("intent")), RestoreListener.NONE);
    }
  }

  private ObjectId read(DirectoryHandle top) throws IOException {
    return DiskReader.read(top, objects);
  }

  private void assertTree(DirectoryHandle top, ObjectId wanted) throws IOException {
    ObjectId found = read(top);
    List<String> changes = new ArrayList<>();
    new TreeDiff(objects)
        .compare(
            found,
            wanted,
            new TreeDiff.Options(PathFilter.ALL, false),
            change -> changes.add(change.type() + " " + change.path() + " " + change.aspects()));
    assertThat(changes).isEmpty();
    assertThat(found).isEqualTo(wanted);
  }

  @Test
  void randomTreesComeOutAsTheyWere() {
    Seeds.each(40, this::randomPair);
  }

  private void randomPair(RandomGenerator random) throws IOException {
    String name = Long.toHexString(random.nextLong());
    RandomDisk disk = new RandomDisk(random, Linux.effectiveUser() == 0);
    try (DirectoryHandle top = directory(name);
        DirectoryHandle fresh = directory(name + "-fresh")) {
      disk.fill(top, 3);
      ObjectId first = read(top);
      disk.change(top, 3);
      ObjectId second = read(top);
      restore(RestoreRequest.all(top, first));
      assertTree(top, first);
      Known known =
          new Known(
              Optional.of(first), DirectoryFilter.NOTHING, UnheldAttributes.NONE, Optional.empty());
      RestoreRequest careful =
          new RestoreRequest(top, second, PathFilter.ALL, known, false, Optional.empty());
      restore(careful);
      assertTree(top, second);
      restore(RestoreRequest.all(fresh, second));
      assertTree(fresh, second);
      assertNothingToDo(fresh, second);
    }
  }

  private void assertNothingToDo(DirectoryHandle top, ObjectId wanted) throws IOException {
    List<PlannedStep> steps = new ArrayList<>();
    try (RestorePlan plan = restore().plan(RestoreRequest.all(top, wanted), steps::add)) {
      assertThat(steps).isEmpty();
      assertThat(plan.totals().isNothing()).isTrue();
    }
  }

  @Test
  void restoresSinglePathsAndLeavesTheRest() throws IOException {
    try (DirectoryHandle top = directory("tree")) {
      Path tree = folder.resolve("tree");
      Files.createDirectories(tree.resolve("a/b"));
      Files.writeString(tree.resolve("a/b/file"), "old");
      Files.writeString(tree.resolve("a/other"), "old");
      ObjectId before = read(top);
      Files.writeString(tree.resolve("a/b/file"), "new");
      Files.writeString(tree.resolve("a/b/added"), "new");
      Files.writeString(tree.resolve("a/other"), "new");
      var time = Files.getLastModifiedTime(tree.resolve("a"));
      PathFilter only = PathFilter.of(List.of(ByteString.utf8("a/b")));
      restore(new RestoreRequest(top, before, only, Known.NOTHING, true, Optional.empty()));
      assertThat(tree.resolve("a/b/file")).hasContent("old");
      assertThat(tree.resolve("a/b/added")).doesNotExist();
      assertThat(tree.resolve("a/other")).hasContent("new");
      assertThat(Files.getLastModifiedTime(tree.resolve("a"))).isEqualTo(time);
    }
  }
}

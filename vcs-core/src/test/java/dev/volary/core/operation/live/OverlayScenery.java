package dev.volary.core.operation.live;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.volary.core.capture.Baseline;
import dev.volary.core.capture.CaptureOptions;
import dev.volary.core.capture.CaptureProgress;
import dev.volary.core.capture.CaptureRequest;
import dev.volary.core.capture.StatusResult;
import dev.volary.core.depot.LiveWorktree;
import dev.volary.core.depot.Targets;
import dev.volary.core.diff.PathFilter;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.history.CommitId;
import dev.volary.core.io.ByteString;
import dev.volary.core.linux.DirectoryHandle;
import dev.volary.core.linux.Linux;
import dev.volary.core.linux.layer.MountTable;
import dev.volary.core.object.NewObject;
import dev.volary.core.object.ObjectSink;
import dev.volary.core.operation.copy.CopyChoice;
import dev.volary.core.restore.RestoreListener;
import dev.volary.core.scan.DirectoryFilter;
import dev.volary.core.scan.UnheldAttributes;
import dev.volary.core.worktree.Head;
import dev.volary.core.worktree.Provision;
import dev.volary.core.worktree.layer.OverlaySupport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// A depot with one volume, and worktrees of it that are overlays, unmounted in the end.
final class OverlayScenery implements AutoCloseable {
  final Scenery plain;
  private final Path folder;

  private OverlayScenery(Path folder) throws IOException {
    this.folder = folder;
    this.plain = new Scenery(folder);
  }

  /// Makes one in `folder`; skips the test where there are no overlays.
  static OverlayScenery in(Path folder) throws IOException {
    Path real = folder.toRealPath();
    Optional<String> obstacle = OverlaySupport.obstacle(real);
    assumeTrue(obstacle.isEmpty(), () -> "no overlays, because " + obstacle.orElse(""));
    return new OverlayScenery(real);
  }

  Path add(String name, CommitId commit) throws IOException {
    return add(name, commit, new Provision.Stay.ForGood());
  }

  Path add(String name, CommitId commit, Provision.Stay stay) throws IOException {
    Path directory = folder.resolve(name);
    NewWorktree.Manner manner =
        new NewWorktree.Manner(CopyChoice.OVERLAY, stay, Optional.empty(), plan -> {});
    new NewWorktree(plain.depot, Scenery.ANN, RestoreListener.NONE)
        .run(
            new NewWorktree.Request(
                plain.volume(), Linux.bytes(directory), new Head.Detached(), commit, manner));
    return directory;
  }

  CommitTree.Result commit(Path directory) throws IOException {
    try (LiveWorktree worktree =
        LiveWorktree.open(plain.depot, plain.target(directory), "commit")) {
      CommitTree.Request request =
          new CommitTree.Request(
              "state",
              new TreeMap<>(),
              new Moment.Live(),
              new CommitTree.Allowances(false, true, false));
      return new CommitTree(plain.depot, Scenery.ANN, CaptureProgress.NONE).run(worktree, request);
    }
  }

  void goTo(Path directory, CommitId commit, Uncommitted uncommitted, RestoreListener listener)
      throws IOException {
    try (LiveWorktree worktree =
        LiveWorktree.open(plain.depot, plain.target(directory), "switch")) {
      TreeChange.Manner manner = new TreeChange.Manner(uncommitted, false, step -> {});
      new TreeChange(plain.depot, Scenery.ANN, listener)
          .run(
              worktree,
              new TreeChange.Request(new Head.Detached(), commit, PathFilter.ALL, manner));
    }
  }

  StatusCheck.Result status(Path directory) throws IOException {
    Targets.WorktreeTarget target = plain.target(directory);
    try (LiveWorktree worktree = LiveWorktree.open(plain.depot, target, "status")) {
      return new StatusCheck(plain.depot, CaptureProgress.NONE).run(worktree);
    }
  }

  /// Returns the root of what the mount shows, every byte of it read anew.
  ObjectId rootOfAll(Path directory) throws IOException {
    try (DirectoryHandle top = Linux.openRoot(Linux.bytes(directory))) {
      CaptureRequest request =
          new CaptureRequest(
              top,
              Optional.<Baseline>empty(),
              Optional.empty(),
              DirectoryFilter.NOTHING,
              UnheldAttributes.NONE,
              CaptureOptions.in(plain.depot.layout().temporary()));
      StatusResult result =
          Circumstances.capture(plain.depot)
              .status(request, new Nothing(), plain.depot.store(), CaptureProgress.NONE);
      result.capture().discardStatCache();
      return result.capture().root();
    }
  }

  /// Nothing is stored, so everything is read.
  private record Nothing() implements ObjectSink {
    @Override
    public boolean has(ObjectId id) {
      return false;
    }

    @Override
    public void put(NewObject object) {
      throw new IllegalStateException("a comparison stores nothing");
    }
  }

  static boolean isMounted(Path directory) throws IOException {
    return MountTable.read().at(Linux.bytes(directory)).isPresent();
  }

  static void unmount(Path directory) throws IOException {
    Linux.unmount(Linux.bytes(directory), false);
  }

  Path layers() {
    return plain.depot.layout().copies().layers();
  }

  Path checkouts() {
    return plain.depot.layout().copies().checkouts();
  }

  static long count(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.count();
    }
  }

  @Override
  public void close() throws IOException {
    plain.close();
    Optional<ByteString> inside = MountTable.read().beneath(Linux.bytes(folder));
    while (inside.isPresent()) {
      Linux.unmount(inside.get(), true);
      inside = MountTable.read().beneath(Linux.bytes(folder));
    }
  }
}

package dev.volary.core.operation.live;

import dev.volary.core.capture.CaptureProgress;
import dev.volary.core.depot.Depot;
import dev.volary.core.depot.LiveWorktree;
import dev.volary.core.depot.Surroundings;
import dev.volary.core.depot.Targets;
import dev.volary.core.depot.Volume;
import dev.volary.core.diff.PathFilter;
import dev.volary.core.history.CommitId;
import dev.volary.core.history.Identity;
import dev.volary.core.linux.Linux;
import dev.volary.core.restore.RestoreListener;
import dev.volary.core.worktree.Head;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A depot with one volume, live in the directory `data`.
final class Scenery implements AutoCloseable {
  static final Identity ANN = new Identity("Ann", "ann@example.org");
  static final RestoreListener CUT =
      (entries, bytes) -> {
        throw new IllegalStateException("cut off");
      };

  final Path folder;
  final Path data;
  final Depot depot;

  Scenery(Path folder) throws IOException {
    this.folder = folder;
    this.data = Files.createDirectory(folder.resolve("data"));
    this.depot =
        Depot.openOrCreate(
            folder.resolve("depot"),
            new Surroundings(InstantSource.system(), new SecureRandom(), Map.of()));
    Files.writeString(depot.layout().configFile(), "[depot]\n\tminFree = 1k\n");
    new Initialise(depot)
        .run(new Initialise.Request(Linux.bytes(data), Optional.empty(), Optional.empty(), false));
  }

  Volume volume() throws IOException {
    return target(data).volume();
  }

  Targets.WorktreeTarget target(Path directory) throws IOException {
    return new Targets(depot, Linux.realPath(Linux.bytes(directory))).worktree(Optional.empty());
  }

  void write(String path, String text) throws IOException {
    Files.createDirectories(data.resolve(path).getParent());
    Files.writeString(data.resolve(path), text);
  }

  CommitId commit() throws IOException {
    try (LiveWorktree worktree = LiveWorktree.open(depot, target(data), "commit")) {
      CommitTree.Request request =
          new CommitTree.Request(
              "state",
              new TreeMap<>(),
              new Moment.Live(),
              new CommitTree.Allowances(false, true, false));
      return new CommitTree(depot, ANN, CaptureProgress.NONE).run(worktree, request).commit();
    }
  }

  void goTo(CommitId commit) throws IOException {
    goTo(commit, PathFilter.ALL, RestoreListener.NONE);
  }

  void goTo(CommitId commit, PathFilter paths, RestoreListener listener) throws IOException {
    try (LiveWorktree worktree = LiveWorktree.open(depot, target(data), "switch")) {
      TreeChange.Manner manner = new TreeChange.Manner(Uncommitted.REFUSE, false, step -> {});
      TreeChange.Request request =
          new TreeChange.Request(new Head.Detached(), commit, paths, manner);
      new TreeChange(depot, ANN, listener).run(worktree, request);
    }
  }

  void goOn() throws IOException {
    try (LiveWorktree worktree = LiveWorktree.openInterrupted(depot, target(data), "switch")) {
      new Interruption(depot, ANN, RestoreListener.NONE).goOn(worktree);
    }
  }

  void goBack() throws IOException {
    try (LiveWorktree worktree = LiveWorktree.openInterrupted(depot, target(data), "switch")) {
      new Interruption(depot, ANN, RestoreListener.NONE).goBack(worktree);
    }
  }

  Path add(String name, CommitId commit, RestoreListener listener) throws IOException {
    Path directory = folder.resolve(name);
    new NewWorktree(depot, ANN, listener)
        .run(volume(), Linux.bytes(directory), new Head.Detached(), commit);
    return directory;
  }

  @Override
  public void close() {
    depot.close();
  }
}

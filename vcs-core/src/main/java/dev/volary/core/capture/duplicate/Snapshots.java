package dev.volary.core.capture.duplicate;

import dev.volary.core.io.ByteString;
import dev.volary.core.linux.DirectoryHandle;
import dev.volary.core.linux.Errno;
import dev.volary.core.linux.FileStat;
import dev.volary.core.linux.Linux;
import dev.volary.core.linux.Linux.Capability;
import dev.volary.core.linux.LinuxException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/// Takes snapshots of the subvolume of btrfs that a tree lies in: one moment of all of it, made in
/// a moment whatever its size and in however many pieces its files lie.
///
/// They are made in the folder of temporary files, which has to be on the same file system; what is
/// left of one after a crash goes with the next collection of garbage. It takes root to make one,
/// and to be sure that it can be removed again. Not thread-safe.
public final class Snapshots implements AutoCloseable {
  private static final ByteString ROOT = ByteString.utf8("/");

  private final FileStat tree;
  private final DirectoryHandle subvolume;
  private final Deque<ByteString> below;
  private final ByteString folder;

  private Snapshots(
      FileStat tree, DirectoryHandle subvolume, Deque<ByteString> below, ByteString folder) {
    this.tree = tree;
    this.subvolume = subvolume;
    this.below = below;
    this.folder = folder;
  }

  /// Returns what takes snapshots of the tree whose top is `top`; nothing where none can be made,
  /// as far as can be told without making one.
  public static Optional<Snapshots> of(DirectoryHandle top, Duplicates.Terms terms)
      throws IOException {
    boolean possible =
        terms.mayWrite()
            && top.subvolumes().isEmpty()
            && top.fileSystem().typeName().equals("btrfs")
            && Linux.fileSystem(terms.folder()).typeName().equals("btrfs")
            && Linux.hasCapability(Capability.SYS_ADMIN);
    ByteString path = Linux.realPath(ByteString.utf8("/proc/self/fd/" + top.descriptor()));
    if (!possible || !path.startsWith(ROOT)) {
      return Optional.empty(); // or its mount was taken off, and nothing leads to it any more
    }
    try {
      return above(path, top.stat(), Linux.bytes(terms.folder()));
    } catch (LinuxException e) {
      return Optional.empty(); // a directory above it was renamed just now
    }
  }

  /// Looks for the subvolume from the tree's own path upwards.
  private static Optional<Snapshots> above(ByteString path, FileStat tree, ByteString folder)
      throws IOException {
    Deque<ByteString> below = new ArrayDeque<>();
    int end = path.size();
    while (true) {
      DirectoryHandle directory = Linux.openRoot(end == 0 ? ROOT : path.substring(0, end));
      FileStat stat = directory.stat();
      if (stat.dev() == tree.dev() && stat.isSubvolumeOnBtrfs()) {
        return Optional.of(new Snapshots(tree, directory, below, folder));
      }
      directory.close();
      if (stat.dev() != tree.dev() || end == 0) {
        return Optional.empty(); // a mount shows only a part of the subvolume here
      }
      int start = lastSlash(path, end);
      below.addFirst(path.substring(start + 1, end));
      end = start;
    }
  }

  private static int lastSlash(ByteString path, int end) {
    int at = end - 1;
    while (path.byteAt(at) != '/') {
      at--;
    }
    return at;
  }

  /// Takes one now; nothing where that can't be done, for lack of room or because a command of the
  /// user's has frozen the file system.
  public Optional<Snapshot> take() throws IOException, InterruptedException {
    if (!Clones.areAllowed(subvolume)) {
      return Optional.empty();
    }
    DirectoryHandle place = Linux.openRoot(folder);
    ByteString name;
    try {
      name = make(place);
    } catch (LinuxException e) {
      place.close();
      return Optional.empty();
    }
    Optional<DirectoryHandle> top = Optional.empty();
    try {
      top = find(name);
      return top.map(found -> new Snapshot(place, name, found));
    } finally {
      if (top.isEmpty()) {
        try (place) {
          place.removeSubvolume(name);
        }
      }
    }
  }

  /// Makes one under the first name that is free.
  private ByteString make(DirectoryHandle place) throws IOException {
    for (int number = 1; ; number++) {
      ByteString name = ByteString.utf8("snapshot-" + number);
      try {
        place.makeSnapshot(name, subvolume);
        return name;
      } catch (LinuxException e) {
        if (!e.is(Errno.EEXIST)) {
          throw e;
        }
      }
    }
  }

  /// Opens the tree's top in a snapshot; nothing where something else has its path in there.
  private Optional<DirectoryHandle> find(ByteString name) throws IOException {
    ByteString path = folder.plus(ROOT).plus(name);
    DirectoryHandle found = Linux.openSnapshot(path, tree.dev());
    boolean complete = false;
    try {
      for (ByteString step : below) {
        DirectoryHandle above = found;
        found = above.openDirectory(step);
        above.close();
      }
      complete = found.stat().ino() == tree.ino();
      return complete ? Optional.of(found) : Optional.empty();
    } catch (LinuxException e) {
      return Optional.empty();
    } finally {
      if (!complete) {
        found.close();
      }
    }
  }

  @Override
  public void close() {
    subvolume.close();
  }
}

package dev.volary.core.restore;

import dev.volary.core.io.ByteString;
import dev.volary.core.linux.DirectoryHandle;
import dev.volary.core.linux.Errno;
import dev.volary.core.linux.LinuxException;
import dev.volary.core.restore.entry.Reached;
import dev.volary.core.restore.plan.Moves;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Takes files that move out of their directories before anything else is done, and holds them in a
/// directory of its own in the top until their new place is there.
///
/// After an interruption that directory is just one that no tree has: it is removed by whoever
/// continues, and its files are written from the store.
final class MovedFiles {
  private static final int OWNER_ALL = 0700;

  private final DirectoryHandle top;
  private final ByteString name;
  private final Map<ByteString, ByteString> held = new HashMap<>();
  private final Set<ByteString> disturbed = new HashSet<>();
  private @Nullable DirectoryHandle shelf;

  /// @param name of the directory, which nothing else has
  MovedFiles(DirectoryHandle top, ByteString name) {
    this.top = top;
    this.name = name;
  }

  /// Takes all of `moves` out; gives up those that it may not.
  void collect(Moves moves) throws IOException {
    if (moves.byTarget().isEmpty()) {
      return;
    }
    top.makeDirectory(name, OWNER_ALL);
    DirectoryHandle open = top.openDirectory(name);
    shelf = open;
    int number = 0;
    for (Map.Entry<ByteString, Moves.Origin> move : Map.copyOf(moves.byTarget()).entrySet()) {
      ByteString heldName = ByteString.utf8(Integer.toString(number++));
      if (take(move.getValue(), open, heldName)) {
        held.put(move.getKey(), heldName);
      } else {
        moves.giveUp(move.getKey());
      }
    }
  }

  private boolean take(Moves.Origin origin, DirectoryHandle to, ByteString heldName)
      throws IOException {
    try (Reached from = Reached.open(top, origin.path())) {
      if (from.directory()
          .statIfPresent(from.name())
          .filter(stat -> stat.isUnchangedSince(origin.stat()))
          .isEmpty()) {
        throw Guard.conflict(origin.path());
      }
      from.directory().rename(from.name(), to, heldName, true);
      int directoryEnd = Math.max(0, origin.path().size() - from.name().size() - 1);
      disturbed.add(origin.path().substring(0, directoryEnd));
      return true;
    } catch (LinuxException e) {
      if (e.is(Errno.EACCES) || e.is(Errno.EPERM) || e.is(Errno.EXDEV)) {
        return false;
      }
      throw e;
    }
  }

  /// Tells whether files were taken out of the directory at `path`.
  boolean disturbed(ByteString path) {
    return disturbed.contains(path);
  }

  /// Puts the file for `path`, if one is held, into its place.
  boolean take(ByteString path, DirectoryHandle directory, ByteString newName) throws IOException {
    ByteString heldName = held.remove(path);
    if (heldName == null || shelf == null) {
      return false;
    }
    try {
      shelf.rename(heldName, directory, newName, true);
      return true;
    } catch (LinuxException e) {
      if (!e.is(Errno.EXDEV)) {
        throw e;
      }
      shelf.remove(heldName); // a subvolume on another file system: it is written from the store
      return false;
    }
  }

  /// Removes the directory they were held in.
  void finish() throws IOException {
    if (close().isPresent()) {
      top.removeDirectory(name);
    }
  }

  /// Closes it, and leaves what is in it.
  Optional<DirectoryHandle> close() {
    Optional<DirectoryHandle> open = Optional.ofNullable(shelf);
    open.ifPresent(DirectoryHandle::close);
    shelf = null;
    return open;
  }
}

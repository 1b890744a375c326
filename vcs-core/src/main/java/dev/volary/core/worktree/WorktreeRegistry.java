package dev.volary.core.worktree;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.io.AtomicFile;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// All worktrees of a depot, one folder each. Callers that change it hold the depot's lock
/// `worktrees`.
public final class WorktreeRegistry {
  private final Path directory;

  /// The registry in `directory`, which exists.
  public WorktreeRegistry(Path directory) {
    this.directory = directory;
  }

  /// Returns every registered worktree with its folder, ordered by path.
  public Map<WorktreeFolder, WorktreeRecord> all() throws IOException {
    List<WorktreeFolder> folders = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        String name = entry.getFileName().toString();
        if (WorktreeId.isValid(name) && Files.exists(entry.resolve("record"))) {
          folders.add(new WorktreeFolder(new WorktreeId(name), entry));
        }
      }
    }
    Map<WorktreeFolder, WorktreeRecord> read =
        new TreeMap<>(Comparator.comparing((WorktreeFolder f) -> f.id().text()));
    for (WorktreeFolder folder : folders) {
      read.put(folder, folder.read());
    }
    return read;
  }

  /// Adds a worktree; refuses one that overlaps another, or a branch that is live elsewhere.
  public WorktreeFolder add(WorktreeRecord record, SecureRandom random) throws IOException {
    return add(record, WorktreeId.random(random));
  }

  /// As [#add(WorktreeRecord, SecureRandom)], in a folder of this name.
  public WorktreeFolder add(WorktreeRecord record, WorktreeId id) throws IOException {
    requireAddable(record);
    WorktreeFolder folder = newFolder(id);
    folder.write(record);
    AtomicFile.syncDirectory(directory);
    return folder;
  }

  private void requireAddable(WorktreeRecord record) throws IOException {
    for (WorktreeIdentity place : record.places()) {
      requireApart(place);
    }
    requireFree(record.volume(), record.head());
  }

  private WorktreeFolder newFolder(WorktreeId id) throws IOException {
    WorktreeFolder folder = new WorktreeFolder(id, directory.resolve(id.text()));
    Files.createDirectory(folder.directory());
    return folder;
  }

  /// Makes the record of a worktree whose top is the directory given.
  @FunctionalInterface
  public interface RecordAt {
    WorktreeRecord at(Path top) throws IOException;
  }

  /// Adds a worktree whose subvolumes lie elsewhere, so that its top is made here; refuses as
  /// [#add(WorktreeRecord, SecureRandom)] does, and then leaves nothing.
  public WorktreeFolder add(RecordAt recordAt, SecureRandom random) throws IOException {
    WorktreeFolder folder = newFolder(WorktreeId.random(random));
    boolean added = false;
    try {
      Files.createDirectory(folder.topDirectory());
      WorktreeRecord record = recordAt.at(folder.topDirectory());
      requireAddable(record);
      AtomicFile.syncDirectory(folder.directory());
      folder.write(record);
      AtomicFile.syncDirectory(directory);
      added = true;
      return folder;
    } finally {
      if (!added) {
        remove(folder);
      }
    }
  }

  /// Takes a folder that was moved away back, unless its directory or branch is in use by now.
  public void adopt(Path elsewhere) throws IOException {
    WorktreeId id = new WorktreeId(elsewhere.getFileName().toString());
    WorktreeRecord record = new WorktreeFolder(id, elsewhere).read();
    boolean free =
        all().values().stream()
            .noneMatch(other ->
                record.places().stream().anyMatch(other::overlaps)
                    || (other.volume().equals(record.volume())
                        && record.head() instanceof Head.OnBranch(String ref)
                        && holds(other, ref)));
    if (free) {
      Files.move(elsewhere, directory.resolve(id.text()));
      AtomicFile.syncDirectory(directory);
    }
  }

  /// Fails where a directory is, holds or lies in a registered one.
  public void requireApart(WorktreeIdentity identity) throws IOException {
    for (WorktreeRecord other : all().values()) {
      if (other.overlaps(identity)) {
        throw new VolaryException(
            Fault.CONFLICT,
            "%s overlaps the worktree of volume %s at %s: choose another directory"
                .formatted(identity.path(), other.volume(), other.identity().path()));
      }
    }
  }

  /// Fails where `head` is a branch of `volume` that some worktree holds already.
  public void requireFree(String volume, Head head) throws IOException {
    if (!(head instanceof Head.OnBranch(String ref))) {
      return;
    }
    requireFree(volume, ref, Optional.empty());
  }

  /// Fails where `head` is a branch that some worktree other than `own` holds already.
  public void requireFree(WorktreeRecord own, Head head) throws IOException {
    if (head instanceof Head.OnBranch(String ref)) {
      requireFree(own.volume(), ref, Optional.of(own.identity()));
    }
  }

  private void requireFree(String volume, String ref, Optional<WorktreeIdentity> own)
      throws IOException {
    for (WorktreeRecord other : all().values()) {
      boolean self = own.equals(Optional.of(other.identity()));
      if (!self && other.volume().equals(volume) && holds(other, ref)) {
        throw new VolaryException(
            Fault.CONFLICT,
            "branch %s of %s is live in %s already: switch that worktree to another branch, or make a new branch here"
                .formatted(shortName(ref), volume, other.identity().path()));
      }
    }
  }

  /// Removes a worktree's folder; its directory and history stay as they are, but for a top that
  /// was made here, which is empty by now.
  public void remove(WorktreeFolder folder) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder.directory())) {
      for (Path file : files) {
        if (!file.equals(folder.recordFile())) {
          Files.delete(file);
        }
      }
    }
    Files.deleteIfExists(folder.recordFile());
    Files.delete(folder.directory());
    AtomicFile.syncDirectory(directory);
  }

  private static boolean holds(WorktreeRecord record, String ref) {
    Head wanted = new Head.OnBranch(ref);
    return record.head().equals(wanted)
        || (record.pending() instanceof Pending.Changing(Head to, _) && to.equals(wanted));
  }

  private static String shortName(String ref) {
    return ref.startsWith("refs/heads/") ? ref.substring("refs/heads/".length()) : ref;
  }
}

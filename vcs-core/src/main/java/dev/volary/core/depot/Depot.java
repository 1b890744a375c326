package dev.volary.core.depot;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.RefName;
import dev.volary.core.history.VolumeHistory;
import dev.volary.core.history.git.GitHistory;
import dev.volary.core.history.git.HistorySetup;
import dev.volary.core.io.AtomicFile;
import dev.volary.core.io.ByteString;
import dev.volary.core.linux.DirectoryHandle;
import dev.volary.core.linux.FileSystemFacts;
import dev.volary.core.linux.Linux;
import dev.volary.core.linux.OfdLock;
import dev.volary.core.reach.Completeness;
import dev.volary.core.session.DepotLock;
import dev.volary.core.session.Session;
import dev.volary.core.session.Sessions;
import dev.volary.core.store.ObjectStore;
import dev.volary.core.worktree.WorktreeId;
import dev.volary.core.worktree.WorktreeRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The local home of all volumes. Opens its parts when they are first asked for, so that a short
/// command pays for what it uses only. Thread-safe.
public final class Depot implements AutoCloseable {
  private static final String FORMAT = "volary depot 1\n";
  private static final Duration LOCK_WAIT = Duration.ofSeconds(30);

  private final DepotLayout layout;
  private final Surroundings surroundings;
  private final Map<VolumeName, Volume> volumes = new TreeMap<>();
  private @Nullable ObjectStore store;
  private @Nullable Sessions sessions;

  private Depot(DepotLayout layout, Surroundings surroundings) {
    this.layout = layout;
    this.surroundings = surroundings;
  }

  /// Opens the depot in `directory`; NOT_FOUND where there is none.
  public static Depot open(Path directory, Surroundings surroundings) throws IOException {
    DepotLayout layout = new DepotLayout(directory);
    if (!Files.exists(layout.formatFile())) {
      throw new VolaryException(
          Fault.NOT_FOUND,
          "there is no depot at %s: `volary init DIR` makes one, --depot names another"
              .formatted(directory));
    }
    String format = new String(Files.readAllBytes(layout.formatFile()), StandardCharsets.UTF_8);
    if (!format.equals(FORMAT)) {
      Fault fault = format.matches("volary depot \\d{1,4}\n") ? Fault.TOO_NEW : Fault.CORRUPT;
      throw new VolaryException(
          fault, "%s is not the mark of a depot this volary reads".formatted(layout.formatFile()));
    }
    Depot depot = new Depot(layout, surroundings);
    depot.adoptStrays();
    return depot;
  }

  /// Opens the depot in `directory`, making it first where there is none.
  public static Depot openOrCreate(Path directory, Surroundings surroundings) throws IOException {
    DepotLayout layout = new DepotLayout(directory);
    boolean isNew = !Files.exists(layout.formatFile());
    if (isNew) {
      create(layout);
    }
    Depot depot = open(directory, surroundings);
    if (isNew) {
      depot.store().ballast().ensure();
    }
    return depot;
  }

  private static void create(DepotLayout layout) throws IOException {
    Path directory = layout.directory();
    Files.createDirectories(directory);
    try (DirectoryHandle handle = Linux.openRoot(ByteString.utf8(directory.toString()))) {
      FileSystemFacts facts = handle.fileSystem();
      if (facts.network()) {
        throw new VolaryException(
            Fault.CONFLICT,
            "%s lies on %s, a network file system, where a depot's locks do not hold: choose a local --depot"
                .formatted(directory, facts.typeName()));
      }
      handle.setOwnMode(0700);
    }
    for (Path part :
        List.of(layout.volumes(), layout.worktrees(), layout.trash(), layout.temporary())) {
      Files.createDirectories(part);
    }
    ObjectStore.create(directory);
    AtomicFile.publish(layout.formatFile(), FORMAT.getBytes(StandardCharsets.UTF_8));
  }

  /// Returns where things stand in its directory.
  public DepotLayout layout() {
    return layout;
  }

  /// Returns the clock, randomness and environment it was given.
  public Surroundings surroundings() {
    return surroundings;
  }

  /// Returns the settings of the whole depot.
  public DepotSettings settings() {
    return new DepotSettings(layout.configFile());
  }

  /// Returns the worktrees.
  public WorktreeRegistry worktrees() {
    return new WorktreeRegistry(layout.worktrees());
  }

  /// Returns the names of its volumes in order.
  public List<VolumeName> volumes() throws IOException {
    List<VolumeName> names = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(layout.volumes())) {
      for (Path entry : entries) {
        String name = entry.getFileName().toString();
        if (VolumeName.isValid(name)) {
          names.add(new VolumeName(name));
        }
      }
    }
    names.sort(null);
    return names;
  }

  /// Returns a volume; NOT_FOUND with near misses where there is none of this name.
  public synchronized Volume volume(VolumeName name) throws IOException {
    Volume open = volumes.get(name);
    if (open != null) {
      return open;
    }
    Path directory = layout.volume(name);
    if (!Files.isDirectory(directory)) {
      throw new VolaryException(
          Fault.NOT_FOUND,
          "there is no volume %s in %s%s"
              .formatted(name, layout.directory(), Suggestions.hint(name.text(), volumes())));
    }
    Volume volume = volumeIn(directory, name);
    volumes.put(name, volume);
    return volume;
  }

  /// Opens a volume whose folder stands elsewhere, such as in the trash; the caller closes its
  /// history.
  public Volume volumeIn(Path directory, VolumeName name) throws IOException {
    VolumeHistory history = GitHistory.open(history(directory), historySetup());
    return new Volume(
        name,
        directory,
        history,
        Completeness.of(directory, LOCK_WAIT),
        new VolumeSettings(directory.resolve("config")));
  }

  /// Makes an empty volume; CONFLICT where the name is taken. The caller holds the lock `volumes`.
  public Volume createVolume(VolumeName name) throws IOException {
    Path directory = layout.volume(name);
    if (Files.isDirectory(directory) && isUnused(name)) {
      // An init that was killed before it registered the worktree.
      return volume(name);
    }
    if (Files.exists(directory)) {
      throw new VolaryException(
          Fault.CONFLICT, "there is a volume %s already: choose another --name".formatted(name));
    }
    // Made aside and renamed, so that a crash leaves no half volume.
    Path aside = layout.volumes().resolve("." + name + ".new");
    Trees.deleteIfExists(aside);
    Files.createDirectories(aside);
    GitHistory.create(history(aside), RefName.branch("main"), historySetup()).close();
    Files.move(aside, directory);
    AtomicFile.syncDirectory(layout.volumes());
    return volume(name);
  }

  /// Registers the worktrees of a volume that was brought back, but for directories that belong to
  /// others by now. The caller holds the locks `volumes` and `worktrees`.
  public void adoptWorktrees(VolumeName name) throws IOException {
    Path folder = layout.strayWorktrees(name);
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        if (WorktreeId.isValid(entry.getFileName().toString())) {
          worktrees().adopt(entry);
        }
      }
    }
    Trees.deleteIfExists(folder);
  }

  /// Completes what was cut off between moving a volume and its worktrees.
  private void adoptStrays() throws IOException {
    for (VolumeName name : volumes()) {
      if (!Files.isDirectory(layout.strayWorktrees(name))) {
        continue;
      }
      try (DepotLock _ = lockUnlessBusy("volumes", "open");
          DepotLock _ = lockUnlessBusy("worktrees", "open")) {
        adoptWorktrees(name);
      } catch (VolaryException e) {
        // Who holds the locks is about to move them, and completes that or leaves it to the next.
        if (e.fault() != Fault.BUSY) {
          throw e;
        }
      }
    }
  }

  private boolean isUnused(VolumeName name) throws IOException {
    Volume volume = volume(name);
    return volume.history().refs().list("refs/").isEmpty()
        && !Files.exists(layout.strayWorktrees(name))
        && worktrees().all().values().stream()
            .noneMatch(record -> record.volume().equals(name.text()));
  }

  /// Forgets an open volume, so that its folder can be moved.
  public synchronized void release(VolumeName name) {
    Volume open = volumes.remove(name);
    if (open != null) {
      open.history().close();
    }
  }

  /// Returns the objects of all volumes.
  public synchronized ObjectStore store() throws IOException {
    if (store == null) {
      store = ObjectStore.open(layout.directory(), settings().storeOptions(surroundings.random()));
    }
    return store;
  }

  /// Begins a session, in which `operation` (a word for messages) may read and write.
  public Session begin(String operation) throws IOException {
    return sessions().begin(operation);
  }

  /// Returns the operations that are running on it.
  public synchronized Sessions sessions() throws IOException {
    if (sessions == null) {
      Path directory = layout.directory();
      sessions =
          Sessions.open(
              directory,
              ObjectStore.manifestOf(directory),
              surroundings.clock(),
              surroundings.random());
    }
    return sessions;
  }

  /// Takes a named lock of the depot; BUSY, naming the holder, where it is not free in time.
  public DepotLock lock(String name, String operation) throws IOException {
    return DepotLock.acquire(layout.directory(), name, operation, LOCK_WAIT);
  }

  /// As [#lock], without waiting.
  public DepotLock lockUnlessBusy(String name, String operation) throws IOException {
    return DepotLock.acquire(layout.directory(), name, operation, Duration.ZERO);
  }

  @Override
  public synchronized void close() {
    volumes.values().forEach(volume -> volume.history().close());
    volumes.clear();
    if (store != null) {
      store.close();
    }
  }

  private HistorySetup historySetup() {
    return new HistorySetup(surroundings.clock(), ZoneId.systemDefault(), this::lockHistory);
  }

  private HistorySetup.Held lockHistory(Path file) {
    try {
      OfdLock lock = OfdLock.lock(file, false, LOCK_WAIT);
      return lock::close;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path history(Path volumeDirectory) {
    return volumeDirectory.resolve("history.git");
  }
}

package dev.volary.core.history.git;

import dev.volary.core.io.AtomicFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;

/// Makes durable what JGit renames without flushing the directory it renamed into.
final class Durability {
  /// Made durable when a repository is created, and never removed.
  static final Set<String> FOUNDED =
      Set.of(
          "refs/heads",
          "refs/tags",
          "refs/volary",
          "logs/refs/heads",
          "logs/refs/tags",
          "logs/refs/volary");

  private Durability() {}

  /// Flushes the directories that hold a ref and its log, up to one that is there from the start.
  static void syncRef(Path gitDir, String ref) throws IOException {
    Set<Path> directories = new LinkedHashSet<>();
    collect(gitDir, gitDir.resolve(ref), directories);
    collect(gitDir, gitDir.resolve("logs").resolve(ref), directories);
    for (Path directory : directories) {
      AtomicFile.syncDirectory(directory);
    }
  }

  /// An inserter of loose objects whose `flush` makes them durable.
  static ObjectInserter inserter(BareRepository repository) {
    return new DurableInserter(
        repository.gitDir().resolve("objects"), repository.files().newObjectInserter());
  }

  private static void collect(Path gitDir, Path file, Set<Path> directories) {
    Path directory = file.getParent();
    boolean founded = false;
    while (directory != null && directory.startsWith(gitDir) && !founded) {
      if (Files.isDirectory(directory)) {
        directories.add(directory);
        founded = FOUNDED.contains(gitDir.relativize(directory).toString());
      }
      directory = directory.getParent();
    }
  }

  /// Remembers what was inserted, to flush the directories it went into.
  private static final class DurableInserter extends ObjectInserter.Filter {
    private final Path objects;
    private final ObjectInserter inner;
    private final Set<Path> touched = new LinkedHashSet<>();

    DurableInserter(Path objects, ObjectInserter inner) {
      this.objects = objects;
      this.inner = inner;
    }

    @Override
    protected ObjectInserter delegate() {
      return inner;
    }

    /// The inherited one goes past the other two.
    @Override
    public ObjectId insert(int type, byte[] data) throws IOException {
      return insert(type, data, 0, data.length);
    }

    @Override
    public ObjectId insert(int type, byte[] data, int off, int len) throws IOException {
      return remember(super.insert(type, data, off, len));
    }

    @Override
    public ObjectId insert(int type, long length, InputStream in) throws IOException {
      return remember(super.insert(type, length, in));
    }

    private ObjectId remember(ObjectId id) {
      touched.add(objects.resolve(id.name().substring(0, 2)));
      return id;
    }

    @Override
    public void flush() throws IOException {
      super.flush();
      for (Path directory : touched) {
        // An object that is packed already has no directory of its own.
        if (Files.isDirectory(directory)) {
          AtomicFile.syncDirectory(directory);
        }
      }
      AtomicFile.syncDirectory(objects);
      touched.clear();
    }
  }
}

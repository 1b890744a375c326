package dev.volary.core.history.git;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.CommitId;
import dev.volary.core.history.Identity;
import dev.volary.core.history.RefName;
import dev.volary.core.history.git.system.QuietSystem;
import dev.volary.core.history.git.upkeep.DropJournal;
import dev.volary.core.io.AtomicFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jgit.errors.LargeObjectException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/// A bare Git repository with its lock: the one place where JGit's failures become ours.
final class BareRepository implements AutoCloseable {
  /// Where our own files lie inside the repository; stock Git does not look there.
  static final String OWN_DIRECTORY = "volary";

  private static final List<String> IO_PHRASES =
      List.of(
          "input/output error",
          "permission denied",
          "read-only file system",
          "too many open files",
          "disk quota exceeded");

  /// Stock Git and JGit must never collect, prune or repack by themselves, and bare repositories
  /// have no reflog unless told.
  private static final String CONFIG =
      """
      [core]
      	repositoryformatversion = 0
      	filemode = true
      	bare = true
      	logAllRefUpdates = always
      [gc]
      	auto = 0
      	autoPackLimit = 0
      [receive]
      	autogc = false
      [fetch]
      	autogc = false
      [maintenance]
      	auto = false
      """;

  /// Work on the repository.
  @FunctionalInterface
  interface Work<T> {
    T run() throws IOException;
  }

  private final Path gitDir;
  private final FileRepository files;
  private final HistorySetup setup;
  private final DropJournal dropJournal;
  private final AtomicLong droppedSeen;

  private BareRepository(Path gitDir, FileRepository files, HistorySetup setup) throws IOException {
    this.gitDir = gitDir;
    this.files = files;
    this.setup = setup;
    this.dropJournal = new DropJournal(gitDir, gitDir.resolve(OWN_DIRECTORY));
    this.droppedSeen = new AtomicLong(dropJournal.count());
  }

  /// Creates an empty repository in one step: built aside, flushed, renamed.
  static void create(Path gitDir, RefName defaultBranch) throws IOException {
    Path target = gitDir.toAbsolutePath();
    Path parent = target.getParent();
    if (parent == null || Files.exists(target.resolve("HEAD"))) {
      throw new VolaryException(Fault.CONFLICT, "There is already a history in " + gitDir);
    }
    Files.createDirectories(parent);
    Path aside = Files.createTempDirectory(parent, "." + target.getFileName() + ".");
    Files.createDirectories(aside.resolve("objects/pack"));
    Files.createDirectories(aside.resolve("objects/info"));
    Files.createDirectories(aside.resolve(OWN_DIRECTORY));
    for (String founded : Durability.FOUNDED) {
      Files.createDirectories(aside.resolve(founded));
    }
    AtomicFile.publish(aside.resolve("config"), CONFIG.getBytes(StandardCharsets.UTF_8));
    AtomicFile.publish(
        aside.resolve("HEAD"), ("ref: " + defaultBranch + "\n").getBytes(StandardCharsets.UTF_8));
    for (String directory : List.of("refs", "logs/refs", "logs", "objects", ".")) {
      AtomicFile.syncDirectory(aside.resolve(directory));
    }
    Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE);
    AtomicFile.syncDirectory(parent);
  }

  /// Opens the repository in a directory; NOT_FOUND if there is none.
  static BareRepository open(Path gitDir, HistorySetup setup) {
    QuietSystem.install();
    Path directory = gitDir.toAbsolutePath();
    if (!Files.isDirectory(directory.resolve("objects"))
        || !Files.exists(directory.resolve("HEAD"))) {
      throw new VolaryException(Fault.NOT_FOUND, "There is no history in " + gitDir);
    }
    return translating(directory, () -> new BareRepository(directory, build(directory), setup));
  }

  private static FileRepository build(Path directory) throws IOException {
    return (FileRepository)
        new FileRepositoryBuilder().setGitDir(directory.toFile()).setBare().build();
  }

  /// The directory of the repository.
  Path gitDir() {
    return gitDir;
  }

  /// Where our own files in it are.
  Path ownDirectory() {
    return gitDir.resolve(OWN_DIRECTORY);
  }

  /// Where is written down what is dropped from it.
  DropJournal dropJournal() {
    return dropJournal;
  }

  /// JGit's view of it.
  FileRepository files() {
    return files;
  }

  /// What it takes from its surroundings.
  HistorySetup setup() {
    return setup;
  }

  /// Reads; failures become ours.
  <T> T read(Work<T> work) {
    return translating(gitDir, work);
  }

  /// Writes under the lock of this repository, so that whatever `*.lock` is met is a dead one.
  <T> T write(Work<T> work) {
    try (HistorySetup.Held _ = setup.lock().take(ownDirectory().resolve("lock"))) {
      return read(() -> {
        forgetDropped();
        return work.run();
      });
    }
  }

  /// JGit remembers which objects are there; what somebody else dropped must not be built on.
  private void forgetDropped() throws IOException {
    dropJournal.complete();
    long dropped = dropJournal.count();
    if (droppedSeen.getAndSet(dropped) != dropped) {
      files.getObjectDatabase().close();
    }
  }

  /// A person as JGit writes it down, now.
  PersonIdent now(Identity identity) {
    return new PersonIdent(
        identity.name(), identity.email(), setup.clock().instant(), setup.zone());
  }

  @Override
  public void close() {
    files.close();
  }

  /// JGit's id of a commit.
  static ObjectId git(CommitId id) {
    return ObjectId.fromString(id.toHex());
  }

  /// Our id of a commit of JGit's.
  static CommitId ours(AnyObjectId id) {
    return CommitId.hex(id.name());
  }

  private static <T> T translating(Path gitDir, Work<T> work) {
    try {
      return work.run();
    } catch (IOException e) {
      throw translate(gitDir, e);
    } catch (IllegalArgumentException | IndexOutOfBoundsException | LargeObjectException e) {
      // How JGit fails on bytes that are no ref, no id or no object.
      throw damaged(gitDir, e);
    }
  }

  private static RuntimeException translate(Path gitDir, IOException e) {
    String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    if (message.contains("no space left")) {
      return new VolaryException(
          Fault.NO_SPACE, "There is no space left for the history in " + gitDir, e);
    }
    if (e instanceof MissingObjectException missing) {
      return new VolaryException(
          Fault.CORRUPT,
          "The history in "
              + gitDir
              + " lacks the object "
              + missing.getObjectId().name()
              + "; run `volary fsck`",
          e);
    }
    boolean ofSystem =
        e instanceof FileSystemException
            || e instanceof FileNotFoundException
            || IO_PHRASES.stream().anyMatch(message::contains);
    return ofSystem ? new UncheckedIOException(e) : damaged(gitDir, e);
  }

  private static VolaryException damaged(Path gitDir, Exception cause) {
    return new VolaryException(
        Fault.CORRUPT, "The history in " + gitDir + " is damaged; run `volary fsck`", cause);
  }
}

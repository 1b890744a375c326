package dev.volary.core.session;

import dev.volary.core.linux.Linux;
import dev.volary.core.linux.OfdLock;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The operations that are running on a depot, each a locked file in `sessions/`.
///
/// **How garbage is condemned without clocks.** A session (1) creates its file under a passing name
/// and locks it, (2) renames it to `<random>.session`, (3) reads the generation of the published
/// manifest and writes it to the file, and only then (4) makes its first lookup, in a manifest of
/// at least that generation. A collector (a) publishes a manifest, of generation G, that condemns
/// packs, and then (b) lists `sessions/`. Take any session and any condemnation:
///
/// * The session's file was listed by (b), locked: it tells a generation of at least G, and the
///   session knew of the condemnation before its first lookup; or it tells a lower one, or none
///   yet, and counts as begun before: the collector leaves the packs for a later run.
/// * It was not listed. Then (2) came after (b) began, so (3) came after (a), and the session knows
///   of the condemnation. Or it had ended, and what it published is there for the second mark.
///
/// So [Session#othersBegunBefore] of G is false only once no running or later session can rely on
/// those packs unknowingly; a session that is just beginning may make it true for a moment, which
/// costs a later run and no data. A lock ends with its process, so a crash holds up nothing; a file
/// whose lock can be had is stale and is removed. A file is under its lock before it has the name
/// that is listed, so a session is never taken for stale; should a file under its passing name be
/// removed, the rename fails and the session begins anew. A pid tells nothing, for it is used again
/// and differs between containers.
///
/// Thread-safe. The locks are between open files, so sessions of one process see each other too.
public final class Sessions {
  private static final String DIRECTORY = "sessions";
  private static final String SUFFIX = ".session";
  private static final String PASSING_SUFFIX = ".new";
  private static final String GENERATION = "generation";

  /// How often a session begins anew when its file is cleaned away under it.
  private static final int MAX_ATTEMPTS = 1000;

  private final Path directory;
  private final GenerationSource generations;
  private final InstantSource clock;
  private final SecureRandom random;

  private Sessions(
      Path directory, GenerationSource generations, InstantSource clock, SecureRandom random) {
    this.random = random;
    this.directory = directory;
    this.generations = generations;
    this.clock = clock;
  }

  /// Opens the sessions of `depot`, whose manifest `generations` reads.
  ///
  /// The clock writes into a session's file when it began, for people; nothing is decided by it.
  public static Sessions open(
      Path depot, GenerationSource generations, InstantSource clock, SecureRandom random)
      throws IOException {
    Path directory = Files.createDirectories(depot.resolve(DIRECTORY));
    return new Sessions(directory, generations, clock, random);
  }

  /// Begins a session for `operation`, to be closed when all it did is published.
  public Session begin(String operation) throws IOException {
    String lines =
        Holder.current(operation).lines()
            + "boot=%s\nstart=%s\n".formatted(Linux.bootId(), clock.instant());
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      String name = HexFormat.of().toHexDigits(random.nextLong());
      Path file = directory.resolve(name + SUFFIX);
      Optional<OfdLock> lock = lockedFile(directory.resolve(name + PASSING_SUFFIX), file, lines);
      if (lock.isPresent()) {
        return begun(file, lock.get());
      }
    }
    throw new IOException("the files of new sessions in " + directory + " keep being removed");
  }

  /// Creates and locks `passing` and renames it to `file`; empty if a cleaner came in between.
  private static Optional<OfdLock> lockedFile(Path passing, Path file, String lines)
      throws IOException {
    Optional<OfdLock> lock = OfdLock.tryLock(passing, false);
    if (lock.isEmpty()) {
      return lock;
    }
    try {
      Holder.write(passing, lines);
      Files.move(passing, file, StandardCopyOption.ATOMIC_MOVE);
      return lock;
    } catch (NoSuchFileException e) {
      lock.get().close();
      return Optional.empty();
    } catch (IOException | RuntimeException e) {
      lock.get().close();
      throw e;
    }
  }

  private Session begun(Path file, OfdLock lock) throws IOException {
    try {
      long generation = generations.current();
      Files.writeString(file, GENERATION + "=" + generation + "\n", StandardOpenOption.APPEND);
      return new Session(this, file, lock, generation);
    } catch (IOException | RuntimeException e) {
      try (lock) {
        Files.deleteIfExists(file);
      }
      throw e;
    }
  }

  /// Tells of every running session but that of `own`; removes files of those that ended.
  List<Other> others(Path own) throws IOException {
    List<Other> running = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        boolean session = name.endsWith(SUFFIX);
        if (file.equals(own) || !(session || name.endsWith(PASSING_SUFFIX))) {
          continue;
        }
        if (!removeIfStale(file) && session) {
          describe(file).ifPresent(running::add);
        }
      }
    }
    return running;
  }

  private static boolean removeIfStale(Path file) throws IOException {
    if (OfdLock.isHeld(file)) {
      return false;
    }
    Files.deleteIfExists(file);
    return true;
  }

  /// Returns the generation a session's file tells, 0 where it tells none yet.
  static long generation(Map<String, String> fields) {
    String generation = fields.getOrDefault(GENERATION, "");
    return generation.matches("[0-9]{1,18}") ? Long.parseLong(generation) : 0;
  }

  private static Optional<Other> describe(Path file) throws IOException {
    try {
      Map<String, String> fields = Holder.read(file);
      return Optional.of(new Other(Holder.of(fields).words(), generation(fields)));
    } catch (NoSuchFileException e) {
      return Optional.empty(); // it ended just now
    }
  }

  /// A running session seen from another.
  ///
  /// @param generation the one it began under, or 0 while that is not known
  record Other(String words, long generation) {}
}

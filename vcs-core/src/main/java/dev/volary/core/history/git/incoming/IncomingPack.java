package dev.volary.core.history.git.incoming;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.io.AtomicFile;
import dev.volary.core.linux.OfdLock;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectChecker;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.transport.PackParser;

/// A pack that is being received: read into a repository of its own beside the real one, whose
/// objects it can rest on; checked there; and moved in.
///
/// JGit installs a pack before anybody can look at what is in it, hence the repository in between.
/// Its folder is under a lock, so that one whose lock can be had belongs to nobody alive. Not
/// thread-safe.
public final class IncomingPack implements AutoCloseable {
  private static final String PREFIX = "receiving-";
  private static final String LOCK = "lock";
  private static final String INDEX = ".idx";

  /// Facts have 64 KiB at most, and pages of notes are no larger.
  private static final long MAX_OBJECT_BYTES = 1 << 20;

  private final FileRepository real;
  private final Path folder;
  private final OfdLock lock;

  private IncomingPack(FileRepository real, Path folder, OfdLock lock) {
    this.real = real;
    this.folder = folder;
    this.lock = lock;
  }

  /// Makes a folder in `own`, and removes those that crashes left there; the lock of the repository
  /// must be held.
  public static IncomingPack begin(FileRepository real, Path own) throws IOException {
    Files.createDirectories(own);
    try (DirectoryStream<Path> found = Files.newDirectoryStream(own, PREFIX + "*")) {
      for (Path left : found) {
        if (!OfdLock.isHeld(left.resolve(LOCK))) {
          remove(left);
        }
      }
    }
    Path folder = Files.createTempDirectory(own, PREFIX);
    Files.createDirectories(folder.resolve("objects").resolve("pack"));
    OfdLock lock =
        OfdLock.tryLock(folder.resolve(LOCK), false)
            .orElseThrow(() -> new IOException("somebody else locked " + folder));
    return new IncomingPack(real, folder, lock);
  }

  /// Tells whether anything is being received; the lock of the repository must be held.
  public static boolean isUnderWay(Path own) throws IOException {
    try (DirectoryStream<Path> found = Files.newDirectoryStream(own, PREFIX + "*")) {
      for (Path folder : found) {
        if (OfdLock.isHeld(folder.resolve(LOCK))) {
          return true;
        }
      }
    }
    return false;
  }

  /// Reads a pack of at most `maxBytes` and checks all of it.
  public void read(InputStream pack, long maxBytes) throws IOException {
    LimitedInput input = new LimitedInput(pack, maxBytes);
    try (FileRepository aside = aside()) {
      parse(aside, input);
      try (IncomingCheck check = new IncomingCheck(aside)) {
        for (Path index : files(INDEX)) {
          check.check(index);
        }
      }
    } catch (IOException e) {
      input.rethrow();
      if (e instanceof java.nio.file.FileSystemException
          || e instanceof java.io.FileNotFoundException
          || String.valueOf(e.getMessage()).contains("No space left")) {
        throw e;
      }
      throw new VolaryException(
          Fault.CORRUPT, "The history received is damaged: " + e.getMessage(), e);
    }
  }

  private FileRepository aside() throws IOException {
    return (FileRepository)
        new FileRepositoryBuilder()
            .setGitDir(real.getDirectory())
            .setObjectDirectory(folder.resolve("objects").toFile())
            .addAlternateObjectDirectory(real.getObjectsDirectory())
            .setBare()
            .build();
  }

  private static void parse(FileRepository aside, InputStream input) throws IOException {
    try (ObjectInserter inserter = aside.newObjectInserter()) {
      PackParser parser = inserter.newPackParser(input);
      parser.setAllowThin(true);
      parser.setObjectChecker(new ObjectChecker());
      parser.setMaxObjectSizeLimit(MAX_OBJECT_BYTES);
      parser.parse(NullProgressMonitor.INSTANCE);
      inserter.flush();
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      // How JGit fails on some bytes that are no pack.
      throw new IOException(String.valueOf(e.getMessage()), e);
    }
  }

  /// Moves the pack in, durably: its index last, for that is what readers go by. The lock of the
  /// repository must be held.
  public void publish() throws IOException {
    Path packs = real.getObjectsDirectory().toPath().resolve("pack");
    for (Path index : files(INDEX)) {
      String name = String.valueOf(index.getFileName());
      if (Files.exists(packs.resolve(name))) {
        continue; // the same objects came before
      }
      String stem = name.substring(0, name.length() - INDEX.length());
      for (Path file : files("")) {
        if (file.getFileName().toString().startsWith(stem + ".") && !file.equals(index)) {
          move(file, packs);
        }
      }
      AtomicFile.syncDirectory(packs);
      move(index, packs);
      AtomicFile.syncDirectory(packs);
      real.getObjectDatabase().openPack(packs.resolve(stem + ".pack").toFile());
    }
  }

  private static void move(Path file, Path packs) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      channel.force(true);
    }
    Files.move(file, packs.resolve(file.getFileName()), StandardCopyOption.ATOMIC_MOVE);
  }

  private List<Path> files(String suffix) throws IOException {
    List<Path> out = new ArrayList<>();
    Path packs = folder.resolve("objects").resolve("pack");
    try (DirectoryStream<Path> found = Files.newDirectoryStream(packs, "pack-*" + suffix)) {
      found.forEach(out::add);
    }
    return out;
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  /// Removes what was not moved in.
  @Override
  public void close() {
    try (lock) {
      remove(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + folder, e);
    }
  }
}

package dev.volary.core.reach;

import dev.volary.core.error.VolaryException;
import dev.volary.core.hash.ObjectHash;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.history.CommitId;
import dev.volary.core.io.AtomicFile;
import dev.volary.core.io.ByteReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The files that remember what commits reach, a bounded number of them. Thread-safe.
final class ReachCache {
  private static final int MAX_FILES = 8;

  private final Path folder;

  ReachCache(Path volume) {
    this.folder = volume.resolve("reach");
  }

  /// Returns what is known of the most of `commits`, given with the numbers of their roots, and of
  /// none else.
  Optional<ReachFile> best(Map<CommitId, Long> commits) throws IOException {
    Optional<ReachFile> best = Optional.empty();
    for (Path file : files()) {
      Optional<ReachFile> found = read(file);
      if (found.isPresent()
          && commits.entrySet().containsAll(found.get().commits().entrySet())
          && best.map(b -> b.commits().size()).orElse(0) < found.get().commits().size()) {
        best = found;
      }
    }
    return best;
  }

  /// What cannot be read is made again some day.
  private static Optional<ReachFile> read(Path file) throws IOException {
    try {
      Optional<ByteReader> body = ReachFile.SHELL.read(file);
      return body.map(ReachFile::decode);
    } catch (VolaryException e) {
      Files.deleteIfExists(file);
      return Optional.empty();
    }
  }

  /// Remembers a set, and forgets the oldest where there are too many.
  void keep(ReachFile reach) throws IOException {
    Files.createDirectories(folder);
    byte[] bytes = reach.encode();
    if (bytes.length > ReachFile.SHELL.maxBody()) {
      return;
    }
    AtomicFile.publish(folder.resolve(name(reach.commits().keySet())), bytes);
    List<Path> files = files();
    for (Path old : files.subList(0, Math.max(0, files.size() - MAX_FILES))) {
      Files.deleteIfExists(old);
    }
  }

  private static String name(Set<CommitId> commits) {
    MessageDigest digest = ObjectHash.sha256();
    for (CommitId commit : commits) {
      digest.update((commit.toHex() + "\n").getBytes(StandardCharsets.US_ASCII));
    }
    return ObjectId.ofBytes(digest.digest(), 0).toHex();
  }

  /// Returns the files, the oldest first.
  private List<Path> files() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    record Dated(Path file, FileTime time) {}
    List<Dated> out = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "[0-9a-f]*")) {
      for (Path file : found) {
        out.add(new Dated(file, Files.getLastModifiedTime(file)));
      }
    } catch (NoSuchFileException e) {
      return List.of(); // another process forgets one just now
    }
    out.sort(Comparator.comparing(Dated::time));
    return out.stream().map(Dated::file).toList();
  }
}

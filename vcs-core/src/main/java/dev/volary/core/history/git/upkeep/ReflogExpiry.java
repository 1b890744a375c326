package dev.volary.core.history.git.upkeep;

import dev.volary.core.history.ReflogEntry;
import dev.volary.core.history.text.ReflogText;
import dev.volary.core.io.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Forgets old moves of refs, but never the latest of a ref.
public final class ReflogExpiry {
  private ReflogExpiry() {}

  /// Forgets those from before `before`; the repository's lock must be held. Returns how many.
  public static int run(Path gitDir, Instant before) throws IOException {
    int forgotten = 0;
    for (Path log : logs(gitDir)) {
      forgotten += shorten(log, before);
    }
    return forgotten;
  }

  /// Returns the files of all reflogs.
  static List<Path> logs(Path gitDir) throws IOException {
    Path top = gitDir.resolve("logs");
    if (!Files.isDirectory(top)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(top)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  static String read(Path log) throws IOException {
    return new String(Files.readAllBytes(log), StandardCharsets.ISO_8859_1);
  }

  private static int shorten(Path log, Instant before) throws IOException {
    // Names and reasons may be in any encoding: bytes go through as they are.
    List<String> lines = read(log).lines().toList();
    List<Optional<ReflogEntry>> entries =
        lines.stream().map(line -> ReflogText.parse(line).stream().findFirst()).toList();
    int latest = entries.size() - 1;
    while (latest >= 0 && entries.get(latest).isEmpty()) {
      latest--;
    }
    List<String> kept = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      boolean old = entries.get(i).filter(entry -> entry.when().isBefore(before)).isPresent();
      if (!old || i == latest) {
        kept.add(lines.get(i));
      }
    }
    if (kept.size() < lines.size()) {
      String text = String.join("\n", kept) + "\n";
      AtomicFile.publish(log, text.getBytes(StandardCharsets.ISO_8859_1));
    }
    return lines.size() - kept.size();
  }
}

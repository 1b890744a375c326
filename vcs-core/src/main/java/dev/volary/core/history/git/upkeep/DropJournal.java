package dev.volary.core.history.git.upkeep;

import dev.volary.core.error.VolaryException;
import dev.volary.core.io.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// The files of objects that are being deleted, written down before the first goes: whoever takes
/// the repository's lock next completes what a crash cut short, so that nobody ever builds on an
/// object of which a part is gone. Counts how often that happened, because others' views of the
/// repository are out of date from then on.
public final class DropJournal {
  private static final String HEADER = "volary-dropping 1";
  private static final Pattern NAME =
      Pattern.compile("[0-9a-f]{2}/[0-9a-f]{38}|pack/pack-[0-9a-f]{40}\\.(?:idx|pack)");
  private static final int MAX_COUNT_BYTES = 20;

  private final Path objects;
  private final Path journal;
  private final Path count;

  /// That of the repository in `gitDir`, whose own files are in `own`.
  public DropJournal(Path gitDir, Path own) {
    this.objects = gitDir.resolve("objects");
    this.journal = own.resolve("dropping");
    this.count = own.resolve("dropped");
  }

  /// Deletes files, named relative to `objects/` and in this order; the lock must be held.
  void drop(List<String> files) throws IOException {
    String text = HEADER + "\n" + String.join("\n", files) + "\n";
    AtomicFile.publish(journal, text.getBytes(StandardCharsets.UTF_8));
    complete();
  }

  /// Completes what a crash cut short, if anything; the lock must be held.
  public void complete() throws IOException {
    List<String> lines;
    try {
      lines = Files.readAllLines(journal, StandardCharsets.UTF_8);
    } catch (NoSuchFileException _) {
      return;
    }
    if (lines.isEmpty()
        || !lines.getFirst().equals(HEADER)
        || !lines.stream().skip(1).allMatch(line -> NAME.matcher(line).matches())) {
      throw VolaryException.corrupt(journal.toString(), "it is no list of objects");
    }
    Set<Path> folders = new LinkedHashSet<>();
    for (String line : lines.subList(1, lines.size())) {
      Path file = objects.resolve(line);
      Files.deleteIfExists(file);
      folders.add(file.resolveSibling(""));
    }
    for (Path folder : folders) {
      if (Files.isDirectory(folder)) {
        AtomicFile.syncDirectory(folder);
      }
    }
    AtomicFile.publish(count, Long.toString(count() + 1).getBytes(StandardCharsets.UTF_8));
    AtomicFile.remove(journal);
  }

  /// Returns how often objects were deleted.
  public long count() throws IOException {
    try {
      String text = Files.readString(count, StandardCharsets.UTF_8);
      if (text.length() < MAX_COUNT_BYTES && text.matches("[0-9]{1,18}")) {
        return Long.parseLong(text);
      }
    } catch (NoSuchFileException _) {
      return 0;
    }
    throw VolaryException.corrupt(count.toString(), "it is no number");
  }
}

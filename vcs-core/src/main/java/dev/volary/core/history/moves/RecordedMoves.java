package dev.volary.core.history.moves;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.CommitId;
import dev.volary.core.history.RefName;
import dev.volary.core.history.Refs;
import dev.volary.core.io.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// The moves of refs that were about to be made, one small file an owner.
public final class RecordedMoves {
  private static final Pattern OWNER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");
  private static final String HEADER = "volary-move 1";
  private static final String NOTHING = "-";
  private static final int MAX_BYTES = 4096;

  private final Path directory;

  /// The moves kept in the repository in `gitDir`.
  public RecordedMoves(Path gitDir) {
    this.directory = gitDir.resolve("volary").resolve("moves");
  }

  /// Writes down the move an owner is about to make.
  public void put(String owner, Refs.Move move) throws IOException {
    String text =
        HEADER
            + "\nref "
            + move.ref()
            + "\nbefore "
            + move.before().map(CommitId::toHex).orElse(NOTHING)
            + "\nafter "
            + move.after().toHex()
            + "\n";
    Path file = file(owner);
    if (!Files.isDirectory(directory)) {
      Files.createDirectories(directory);
      AtomicFile.syncDirectory(directory.resolveSibling("."));
    }
    AtomicFile.publish(file, text.getBytes(StandardCharsets.UTF_8));
  }

  /// The move an owner wrote down last and did not clear.
  public Optional<Refs.Move> get(String owner) throws IOException {
    Path file = file(owner);
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw VolaryException.corrupt(file.toString(), "it is too long");
      }
      String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
      return Optional.of(parse(file.toString(), text));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
  }

  /// Returns the moves of all owners.
  public List<Refs.Move> all() throws IOException {
    List<Refs.Move> all = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        String owner = file.getFileName().toString();
        if (OWNER.matcher(owner).matches() && !owner.endsWith(AtomicFile.TEMPORARY_SUFFIX)) {
          get(owner).ifPresent(all::add);
        }
      }
    } catch (NoSuchFileException _) {
      return List.of();
    }
    return all;
  }

  /// Forgets what an owner wrote down.
  public void clear(String owner) throws IOException {
    AtomicFile.remove(file(owner));
  }

  static Refs.Move parse(String resource, String text) {
    List<String> lines = List.of(text.split("\n", -1));
    if (lines.size() != 5 || !lines.get(0).equals(HEADER) || !lines.get(4).isEmpty()) {
      throw VolaryException.corrupt(resource, "it is no recorded move");
    }
    try {
      String before = value(lines.get(2), "before ");
      return new Refs.Move(
          new RefName(value(lines.get(1), "ref ")),
          before.equals(NOTHING) ? Optional.empty() : Optional.of(CommitId.hex(before)),
          CommitId.hex(value(lines.get(3), "after ")));
    } catch (VolaryException | IllegalArgumentException _) {
      throw VolaryException.corrupt(resource, "a line of it has no valid value");
    }
  }

  private static String value(String line, String field) {
    if (!line.startsWith(field)) {
      throw new IllegalArgumentException(field);
    }
    return line.substring(field.length());
  }

  private Path file(String owner) {
    if (!OWNER.matcher(owner).matches()) {
      throw new VolaryException(Fault.USAGE, "'" + owner + "' can't own a recorded move");
    }
    return directory.resolve(owner);
  }
}

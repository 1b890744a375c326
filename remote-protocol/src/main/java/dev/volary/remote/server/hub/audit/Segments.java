package dev.volary.remote.server.hub.audit;

import dev.volary.core.error.VolaryException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The files of a log as they are at one moment, oldest first. A file that is complete bears the
/// number of its first line in its name and never changes; the last one grows.
///
/// The growing one is opened before the others are listed, so that none is missed while it becomes
/// complete. Not thread-safe.
final class Segments implements AutoCloseable {
  private final List<Segment> all;

  private Segments(List<Segment> all) {
    this.all = all;
  }

  /// One file.
  static final class Segment implements AutoCloseable {
    private final Path file;
    private final long first;
    private Optional<FileChannel> channel;

    private Segment(Path file, long first, Optional<FileChannel> channel) {
      this.file = file;
      this.first = first;
      this.channel = channel;
    }

    Path file() {
      return file;
    }

    /// The number of its first line.
    long first() {
      return first;
    }

    FileChannel channel() throws IOException {
      if (channel.isEmpty()) {
        channel = Optional.of(FileChannel.open(file, StandardOpenOption.READ));
      }
      return channel.get();
    }

    @Override
    public void close() throws IOException {
      if (channel.isPresent()) {
        channel.get().close();
      }
    }
  }

  static Segments of(Path growing) throws IOException {
    Optional<FileChannel> channel = open(growing);
    try {
      Optional<AuditLine> line =
          channel.isPresent()
              ? new ForwardLines(growing, channel.get(), 0).next()
              : Optional.empty();
      List<Segment> all = new ArrayList<>();
      for (var each : complete(growing).entrySet()) {
        if (line.isEmpty() || each.getKey() < line.get().number()) {
          all.add(new Segment(each.getValue(), each.getKey(), Optional.empty()));
        }
      }
      if (channel.isPresent()) {
        all.add(new Segment(growing, line.map(AuditLine::number).orElse(Long.MAX_VALUE), channel));
      }
      return new Segments(all);
    } catch (IOException | RuntimeException e) {
      if (channel.isPresent()) {
        channel.get().close();
      }
      throw e;
    }
  }

  private static Optional<FileChannel> open(Path file) throws IOException {
    try {
      return Optional.of(FileChannel.open(file, StandardOpenOption.READ));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
  }

  /// The complete files by the numbers of their first lines.
  static NavigableMap<Long, Path> complete(Path growing) throws IOException {
    NavigableMap<Long, Path> found = new TreeMap<>();
    Path folder = folder(growing);
    if (Files.isDirectory(folder)) {
      Pattern name = Pattern.compile(Pattern.quote(stem(growing)) + "-(\\d{12,18})\\.jsonl");
      try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
        for (Path file : files) {
          Matcher matcher = name.matcher(String.valueOf(file.getFileName()));
          if (matcher.matches()) {
            found.put(Long.parseLong(matcher.group(1)), file);
          }
        }
      }
    }
    return found;
  }

  /// What a file is called when it is complete.
  static Path complete(Path growing, long first) {
    return growing.resolveSibling(
        String.format(Locale.ROOT, "%s-%012d.jsonl", stem(growing), first));
  }

  /// The folder of a log.
  static Path folder(Path growing) {
    Path folder = growing.toAbsolutePath().getParent();
    if (folder == null) {
      throw VolaryException.corrupt(growing.toString(), "it is in no folder");
    }
    return folder;
  }

  private static String stem(Path growing) {
    return String.valueOf(growing.getFileName()).replaceFirst("\\.jsonl$", "");
  }

  List<Segment> all() {
    return all;
  }

  @Override
  public void close() throws IOException {
    for (Segment segment : all) {
      segment.close();
    }
  }
}

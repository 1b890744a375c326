package dev.volary.cli.command.demo;

import dev.volary.cli.output.Output;
import dev.volary.cli.output.Words;
import dev.volary.core.depot.Trees;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// Where the demonstration takes place: runs commands of this very program and of others, showing
/// each with what it took.
final class Stage {
  private static final String MAIN = "dev.volary.cli.Main";

  private final Output output;
  private final InstantSource clock;
  private final Path place;
  private final List<String> self;
  private final Instant begun;

  Stage(Output output, InstantSource clock, Path place) {
    this.output = output;
    this.clock = clock;
    this.place = place;
    this.self = self();
    this.begun = clock.instant();
  }

  Path place() {
    return place;
  }

  Path depot() {
    return place.resolve("depot");
  }

  void say(String line) {
    output.line(line);
    output.flush();
  }

  /// Says what comes next.
  void title(String line) {
    say("");
    say("== " + line);
  }

  /// Runs this program with `arguments`, shows it, and fails unless it ends with `wanted`.
  void volary(int wanted, String... arguments) throws IOException {
    List<String> shown = new ArrayList<>();
    for (String argument : arguments) {
      shown.add(argument.contains(" ") ? "'" + argument + "'" : argument);
    }
    say("$ volary " + String.join(" ", shown));
    List<String> words = new ArrayList<>(self);
    words.addAll(List.of(arguments));
    long before = Trees.bytes(Files.createDirectories(depot()));
    Instant start = clock.instant();
    Ended ended = run(words);
    Duration took = Duration.between(start, clock.instant());
    ended.text().lines().forEach(line -> say("  " + line));
    long grown = Trees.bytes(depot()) - before;
    String stored = grown > 0 ? ", the depot grew by " + Words.size(grown) : "";
    say("  (" + Words.span(took) + stored + ")");
    if (ended.exitCode() != wanted) {
      throw failed("volary " + String.join(" ", shown), ended);
    }
  }

  /// Runs another program and returns what it printed; fails unless it succeeds.
  String other(List<String> words) throws IOException {
    Ended ended = run(words);
    if (ended.exitCode() != 0) {
      throw failed(String.join(" ", words), ended);
    }
    return ended.text();
  }

  /// How a program ended.
  private record Ended(int exitCode, String text) {}

  private Ended run(List<String> words) throws IOException {
    // Servers that programs leave behind keep a pipe open for ever; a file they may keep.
    Path log = Files.createTempFile(place, "out", ".txt");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(words)
              .directory(place.toFile())
              .redirectErrorStream(true)
              .redirectInput(Path.of("/dev/null").toFile())
              .redirectOutput(log.toFile());
      builder.environment().put("VOLARY_HOME", depot().toString());
      builder.environment().put("LC_ALL", "C.UTF-8");
      int exitCode = builder.start().waitFor();
      return new Ended(exitCode, new String(Files.readAllBytes(log), StandardCharsets.UTF_8));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new VolaryException(Fault.INTERRUPTED, "the demonstration was interrupted", e);
    } finally {
      Files.deleteIfExists(log);
    }
  }

  /// Returns what the demonstration took in all.
  String summary() throws IOException {
    return "%s; the depot holds every state in %s"
        .formatted(
            Words.span(Duration.between(begun, clock.instant())), Words.size(Trees.bytes(depot())));
  }

  /// Fails with a sentence where what was brought back is not what was there.
  static void check(boolean right, String what) {
    if (!right) {
      throw new VolaryException(Fault.CORRUPT, "the demonstration failed: " + what);
    }
  }

  private static VolaryException failed(String command, Ended ended) {
    return new VolaryException(
        Fault.FAILED,
        "`%s` ended with %d: %s".formatted(command, ended.exitCode(), ended.text().strip()));
  }

  /// The words this process was started with, up to its main class.
  private static List<String> self() {
    ProcessHandle.Info info = ProcessHandle.current().info();
    List<String> words = new ArrayList<>();
    words.add(info.command().orElse("java"));
    for (String argument : info.arguments().orElse(new String[0])) {
      words.add(argument);
      if (argument.equals(MAIN)) {
        return words;
      }
    }
    throw new VolaryException(
        Fault.FAILED, "this process does not know how it was started: is /proc mounted?");
  }
}

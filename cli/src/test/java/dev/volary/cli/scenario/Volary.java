package dev.volary.cli.scenario;

import dev.volary.fixtures.process.Command;
import dev.volary.fixtures.process.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The launcher of this source tree, with a depot of its own.
///
/// @param depot the depot's directory
/// @param place the directory it is called in
/// @param locale what `LC_ALL` is set to
record Volary(Path depot, Path place, String locale) {
  private static final Duration LIMIT = Duration.ofMinutes(15);

  static Volary in(Path depot) {
    return new Volary(depot, Path.of("/"), "C.UTF-8");
  }

  /// The same program called in another directory.
  Volary at(Path directory) {
    return new Volary(depot, directory, locale);
  }

  /// The same program under another locale.
  Volary speaking(String language) {
    return new Volary(depot, place, language);
  }

  /// The program with arguments, ready to be run or started.
  Command command(String... arguments) {
    List<String> words = new ArrayList<>(List.of(launcher().toString()));
    words.addAll(List.of(arguments));
    return Command.of(words)
        .in(place)
        .with("VOLARY_HOME", depot.toString())
        .with("LC_ALL", locale)
        .with("HOME", "/nonexistent")
        .with("XDG_CONFIG_HOME", "/nonexistent")
        .within(LIMIT);
  }

  /// Runs it and returns how it ended, whatever that is.
  Outcome run(String... arguments) {
    return command(arguments).run();
  }

  /// Runs it, fails unless it succeeds, and returns what it printed, without the last line break.
  String ok(String... arguments) {
    return run(arguments).expect(0).out().strip();
  }

  /// Runs it and fails unless it ends with `exitCode`; returns what it said on standard error.
  String refused(int exitCode, String... arguments) {
    Outcome outcome = run(arguments).expect(exitCode);
    if (outcome.err().contains("\tat ") || outcome.err().isBlank()) {
      throw new AssertionError("not one clear sentence: " + outcome.err());
    }
    return outcome.err();
  }

  private static Path launcher() {
    Path here = Path.of("").toAbsolutePath();
    while (!Files.isExecutable(here.resolve("volary")) || !Files.exists(here.resolve(".ci"))) {
      Path parent = here.getParent();
      if (parent == null) {
        throw new AssertionError("no launcher above " + Path.of("").toAbsolutePath());
      }
      here = parent;
    }
    return here.resolve("volary");
  }
}

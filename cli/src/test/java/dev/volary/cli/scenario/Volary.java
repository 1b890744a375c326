package dev.volary.cli.scenario;

import dev.volary.fixtures.process.Command;
import dev.volary.fixtures.process.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The built program with a depot of its own.
///
/// @param depot the depot's directory
/// @param place the directory it is called in
/// @param locale what `LC_ALL` is set to
/// @param uid the user it runs as, 0 for the one who runs the tests
record Volary(Path depot, Path place, String locale, int uid) {
  private static final Duration LIMIT = Duration.ofMinutes(15);

  static Volary in(Path depot) {
    return new Volary(depot, Path.of("/"), "C.UTF-8", 0);
  }

  /// The same program called in another directory.
  Volary at(Path directory) {
    return new Volary(depot, directory, locale, uid);
  }

  /// The same program under another locale.
  Volary speaking(String language) {
    return new Volary(depot, place, language, uid);
  }

  /// The same program run by another user, who has a depot of their own.
  Volary as(int user, Path theirDepot) {
    return new Volary(theirDepot, place, locale, user);
  }

  /// The program with arguments, ready to be run or started.
  Command command(String... arguments) {
    return prepared(words(arguments));
  }

  /// The words that call the program with arguments.
  List<String> words(String... arguments) {
    List<String> words = new ArrayList<>();
    if (uid != 0) {
      words.addAll(List.of("setpriv", "--reuid=" + uid, "--regid=" + uid, "--clear-groups"));
    }
    words.add(BuiltProgram.launcher().toString());
    words.addAll(List.of(arguments));
    return words;
  }

  /// Any command, with the place and the environment of this program.
  Command prepared(List<String> words) {
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

  /// Runs it and fails unless it ends with `exitCode` and one sentence; returns the sentence.
  String refused(int exitCode, String... arguments) {
    Outcome outcome = run(arguments).expect(exitCode);
    requireSentence(outcome);
    return outcome.err();
  }

  /// Fails where a failure does not say in one sentence what happened.
  static void requireSentence(Outcome outcome) {
    String said = outcome.err().strip();
    if (said.isEmpty()
        || said.lines().count() != 1
        || said.contains("unexpected:")
        || said.contains("Exception")) {
      throw new AssertionError("not one clear sentence: " + outcome);
    }
  }
}

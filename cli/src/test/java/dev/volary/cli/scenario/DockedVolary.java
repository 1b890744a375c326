package dev.volary.cli.scenario;

import dev.volary.fixtures.docker.DockerDaemon;
import dev.volary.fixtures.process.Command;
import dev.volary.fixtures.process.Outcome;
import java.nio.file.Path;

/// The built program with a depot and a Docker Engine of its own.
///
/// @param volary the program with its depot
/// @param daemon the engine it asks
record DockedVolary(Volary volary, DockerDaemon daemon) {
  static DockedVolary in(Path depot, DockerDaemon daemon) {
    return new DockedVolary(Volary.in(depot), daemon);
  }

  /// The program with arguments, ready to be run or started.
  Command command(String... arguments) {
    return volary.command(arguments).with("DOCKER_HOST", daemon.host());
  }

  /// Runs it, fails unless it succeeds, and returns what it printed, without the last line break.
  String ok(String... arguments) {
    return command(arguments).run().expect(0).out().strip();
  }

  /// Runs it and fails unless it ends with `exitCode` and says why in one sentence, which comes
  /// last; returns all it said.
  String refused(int exitCode, String... arguments) {
    Outcome outcome = command(arguments).run().expect(exitCode);
    Volary.requireSentence(
        new Outcome(exitCode, outcome.out(), outcome.err().lines().reduce((a, b) -> b).orElse("")));
    return outcome.err();
  }
}

package dev.volary.cli.command;

import dev.volary.cli.output.OutputMode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/// The program itself and the options that stand before or after any verb.
@Command(
    name = "volary",
    description = "Git for data volumes: commit, branch, go back, share.",
    synopsisSubcommandLabel = "VERB",
    sortOptions = false)
public final class GlobalOptions {
  @Option(
      names = "--depot",
      paramLabel = "DIR",
      scope = ScopeType.INHERIT,
      description = "where all volumes live (default: $VOLARY_HOME, then the user's usual place)")
  private @Nullable String depot;

  @Option(
      names = "-C",
      paramLabel = "WHERE",
      scope = ScopeType.INHERIT,
      description = "work on this directory, VOLUME or VOLUME@BRANCH instead of where you stand")
  private @Nullable String where;

  @Option(
      names = "--json",
      scope = ScopeType.INHERIT,
      description = "answer as JSON, one object; JSON Lines for streams")
  private boolean json;

  @Option(
      names = {"-q", "--quiet"},
      scope = ScopeType.INHERIT,
      description = "print ids only")
  private boolean quiet;

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "show the stack trace of a failure")
  private boolean debug;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "explain")
  private boolean help;

  @Option(names = "--version", description = "print the version of the program")
  private boolean version;

  /// Returns what `--depot` gave.
  public Optional<String> depot() {
    return Optional.ofNullable(depot);
  }

  /// Returns what `-C` gave.
  public Optional<String> where() {
    return Optional.ofNullable(where);
  }

  /// Tells whether stack traces are wanted.
  public boolean debug() {
    return debug;
  }

  /// Tells whether help was asked for.
  public boolean help() {
    return help;
  }

  /// Tells whether the version was asked for.
  public boolean version() {
    return version;
  }

  /// Returns `terminal`'s mode with what the options ask for.
  public OutputMode mode(OutputMode terminal) {
    return new OutputMode(json, quiet, terminal.colour(), terminal.terminal(), terminal.columns());
  }
}

package dev.volary.cli;

import dev.volary.cli.command.GlobalOptions;
import dev.volary.cli.command.Invocation;
import dev.volary.cli.command.Paths;
import dev.volary.cli.command.Verb;
import dev.volary.cli.command.program.Version;
import dev.volary.cli.output.Output;
import dev.volary.cli.output.OutputMode;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/// Turns words into one run of a verb, and its end into an exit code and one sentence.
final class Program {
  /// What a shell reports for a program that a closed pipe ended.
  private static final int PIPE_CLOSED = 141;

  private final Output standard;
  private final Invocation.Caller caller;

  Program(Output standard, Invocation.Caller caller) {
    this.standard = standard;
    this.caller = caller;
  }

  /// Runs the verb that `args` name and returns the exit code.
  int run(String... args) {
    GlobalOptions options = new GlobalOptions();
    Output output = standard.in(early(standard.mode(), args));
    try {
      CommandLine commands = Verbs.commandLine(options, args);
      ParseResult parsed = parse(commands, args);
      output = standard.in(options.mode(standard.mode()));
      return run(innermost(parsed).commandSpec().commandLine(), options, output);
    } catch (ParameterException e) {
      return fail(output, options, new VolaryException(Fault.USAGE, usage(e), e));
    } catch (IOException | RuntimeException e) {
      return fail(output, options, e);
    } catch (OutOfMemoryError | StackOverflowError e) {
      return fail(output, options, new IOException("out of memory (" + e.getMessage() + ")", e));
    }
  }

  private int run(CommandLine chosen, GlobalOptions options, Output output) throws IOException {
    if (options.help() || !(chosen.getCommand() instanceof Verb || options.version())) {
      return explain(chosen, options.help(), output);
    }
    Verb verb = chosen.getCommand() instanceof Verb named ? named : new Version();
    try (Invocation call = new Invocation(options, output, caller)) {
      int exitCode = verb.run(call);
      output.flush();
      return exitCode;
    }
  }

  /// How to speak of words that can't be understood: as far as the words say it.
  static OutputMode early(OutputMode mode, String... args) {
    List<String> words = List.of(args);
    int end = words.indexOf("--");
    boolean json = (end < 0 ? words : words.subList(0, end)).contains("--json");
    return new OutputMode(json, false, mode.colour(), mode.terminal(), mode.columns());
  }

  private static ParseResult parse(CommandLine commands, String... args) {
    return commands.parseArgs(markedPaths(commands, args));
  }

  /// Gives the words after `--` as options to verbs that take paths there.
  private static String[] markedPaths(CommandLine commands, String... args) {
    int end = List.of(args).indexOf("--");
    CommandLine verb = commands.getSubcommands().values().stream().findFirst().orElse(commands);
    if (end < 0
        || commands.getSubcommands().size() != 1
        || verb.getCommandSpec().findOption(Paths.MARK) == null) {
      return args;
    }
    List<String> marked = new ArrayList<>(List.of(args).subList(0, end));
    for (String path : List.of(args).subList(end + 1, args.length)) {
      marked.add(Paths.MARK + "=" + path);
    }
    return marked.toArray(String[]::new);
  }

  private static ParseResult innermost(ParseResult parsed) {
    ParseResult inner = parsed;
    while (inner.hasSubcommand()) {
      inner = inner.subcommand();
    }
    return inner;
  }

  private static int explain(CommandLine chosen, boolean asked, Output output) {
    boolean whole = chosen.getParent() == null;
    if (!asked && (!whole || output.mode().json())) {
      throw new VolaryException(
          Fault.USAGE,
          whole
              ? "a verb is missing: `volary help` lists them"
              : "what to do is missing: `%s --help` tells what there is"
                  .formatted(chosen.getCommandSpec().qualifiedName()));
    }
    output.line((whole ? Verbs.overview() : Verbs.usage(chosen)).stripTrailing());
    output.flush();
    return asked ? Verb.DONE : Fault.USAGE.exitCode();
  }

  private static String usage(ParameterException problem) {
    String message =
        String.valueOf(problem.getMessage())
            .replaceAll("\\s*\n\\s*", " ")
            .replaceAll("\\p{Cntrl}", "?");
    List<String> near = Verbs.suggestions(problem);
    String hint =
        near.isEmpty()
            ? "`%s --help` explains it"
                .formatted(problem.getCommandLine().getCommandSpec().qualifiedName())
            : "did you mean " + String.join(" or ", near) + "?";
    return message + "; " + hint;
  }

  private static int fail(Output output, GlobalOptions options, Exception failure) {
    Exception cause =
        failure instanceof UncheckedIOException e && e.getCause() != null ? e.getCause() : failure;
    if (Failure.isClosedPipe(cause)) {
      return PIPE_CLOSED;
    }
    Failure told = Failure.of(cause);
    output.failure(told.fault().code(), told.fault().exitCode(), told.sentence(), told.choices());
    if (options.debug()) {
      StringWriter trace = new StringWriter();
      failure.printStackTrace(new PrintWriter(trace, true));
      output.trace(trace.toString());
    }
    return told.fault().exitCode();
  }
}

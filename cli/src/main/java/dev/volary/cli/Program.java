package dev.volary.cli;

import dev.volary.cli.command.GlobalOptions;
import dev.volary.cli.command.Invocation;
import dev.volary.cli.command.Paths;
import dev.volary.cli.command.Verb;
import dev.volary.cli.output.Output;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
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
    CommandLine commands = Verbs.commandLine(options, args);
    Output output = standard;
    try {
      ParseResult parsed = parse(commands, args);
      output = standard.in(options.mode(standard.mode()));
      CommandLine chosen = innermost(parsed).commandSpec().commandLine();
      if (options.help() || !(chosen.getCommand() instanceof Verb verb)) {
        return explain(chosen, options.help(), output);
      }
      try (Invocation call = new Invocation(options, output, caller)) {
        int exitCode = verb.run(call);
        output.flush();
        return exitCode;
      }
    } catch (ParameterException e) {
      return fail(output, options, new VolaryException(Fault.USAGE, usage(e), e));
    } catch (IOException | RuntimeException e) {
      return fail(output, options, e);
    }
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
    String text = Verbs.usage(chosen);
    if (asked) {
      output.line(text.stripTrailing());
      output.flush();
      return Verb.DONE;
    }
    throw new VolaryException(
        Fault.USAGE,
        "a verb is missing: `volary --help` lists them, `volary VERB --help` explains one");
  }

  private static String usage(ParameterException problem) {
    String message = String.valueOf(problem.getMessage()).replaceAll("\\s*\n\\s*", " ");
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
    if (cause instanceof IOException
        && String.valueOf(cause.getMessage()).contains("Broken pipe")) {
      return PIPE_CLOSED;
    }
    Fault fault = fault(cause);
    output.failure(fault.code(), fault.exitCode(), sentence(cause));
    if (options.debug()) {
      StringWriter trace = new StringWriter();
      failure.printStackTrace(new PrintWriter(trace, true));
      output.talk(trace.toString());
    }
    return fault.exitCode();
  }

  private static Fault fault(Exception failure) {
    return switch (failure) {
      case VolaryException e -> e.fault();
      case AccessDeniedException _ -> Fault.NOT_PERMITTED;
      case IOException e when String.valueOf(e.getMessage()).contains("No space left") ->
          Fault.NO_SPACE;
      default -> Fault.FAILED;
    };
  }

  private static String sentence(Exception failure) {
    return switch (failure) {
      case VolaryException e -> String.valueOf(e.getMessage());
      case AccessDeniedException e ->
          "not allowed to touch %s: run as its owner or as root".formatted(e.getFile());
      case FileSystemException e -> e.getMessage() + ": look at that file and try again";
      case IOException e -> e.getMessage() + "; --debug shows where";
      default ->
          "unexpected: %s; --debug shows where".formatted(failure.toString().replace('\n', ' '));
    };
  }
}

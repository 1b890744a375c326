package dev.volary.cli;

import dev.volary.cli.command.Invocation;
import dev.volary.cli.output.Output;
import dev.volary.cli.output.OutputMode;
import dev.volary.core.depot.Surroundings;
import dev.volary.core.error.Fault;
import dev.volary.core.io.ByteString;
import dev.volary.core.io.RawText;
import dev.volary.core.linux.Linux;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/// The entry point of the program.
final class Main {
  private Main() {}

  public static void main(String[] args) throws IOException {
    AtomicBoolean ended = new AtomicBoolean();
    Output output = output(System.getenv());
    Thread farewell = new Thread(() -> interrupted(ended, output, args), "farewell");
    Runtime.getRuntime().addShutdownHook(farewell);
    int exitCode = run(output, args);
    ended.set(true);
    System.exit(exitCode);
  }

  /// Leaves a clean terminal behind where a signal ends the program.
  private static void interrupted(AtomicBoolean ended, Output output, String... args) {
    if (!ended.get()) {
      output
          .in(Program.early(output.mode(), args))
          .failure(
              Fault.INTERRUPTED.code(),
              Fault.INTERRUPTED.exitCode(),
              "interrupted: what was acknowledged is kept; run the command again to go on",
              List.of());
    }
  }

  /// Runs one command in this process and answers its exit code.
  static int run(String... args) throws IOException {
    return run(output(System.getenv()), args);
  }

  /// The same, with its answer and talk to `output`.
  static int run(Output output, String... args) throws IOException {
    Surroundings surroundings =
        new Surroundings(InstantSource.system(), new SecureRandom(), System.getenv());
    Invocation.Caller caller = new Invocation.Caller(here(), isRoot(), surroundings);
    return new Program(output, caller).run(raw(args));
  }

  private static Output output(Map<String, String> environment) {
    return Output.standard(mode(environment));
  }

  private static OutputMode mode(Map<String, String> environment) {
    boolean terminal = Linux.isTerminal(2);
    boolean colour =
        terminal
            && environment.getOrDefault("NO_COLOR", "").isEmpty()
            && !"dumb".equals(environment.get("TERM"))
            && Linux.isTerminal(1);
    return new OutputMode(false, false, colour, terminal, terminal ? Linux.terminalColumns(2) : 0);
  }

  /// The virtual machine decodes arguments by the locale and loses what that can't express; the
  /// kernel has the bytes.
  private static String[] raw(String[] args) throws IOException {
    boolean plain = Arrays.stream(args).allMatch(a -> a.chars().allMatch(c -> c > 0 && c < 0x80));
    if (plain) {
      return args;
    }
    List<ByteString> all = Linux.commandLine();
    return all.subList(all.size() - args.length, all.size()).stream()
        .map(RawText::decode)
        .toArray(String[]::new);
  }

  private static ByteString here() throws IOException {
    String directory = System.getProperty("user.dir", "/");
    return directory.chars().allMatch(c -> c > 0 && c < 0x80)
        ? ByteString.utf8(directory)
        : Linux.realPath(ByteString.utf8("/proc/self/cwd"));
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }
}

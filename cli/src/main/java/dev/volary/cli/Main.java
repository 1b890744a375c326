package dev.volary.cli;

import dev.volary.cli.command.Invocation;
import dev.volary.cli.output.Output;
import dev.volary.cli.output.OutputMode;
import dev.volary.core.depot.Surroundings;
import dev.volary.core.io.ByteString;
import dev.volary.core.io.RawText;
import dev.volary.core.linux.Linux;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// The entry point of the program.
final class Main {
  private Main() {}

  public static void main(String[] args) throws IOException {
    System.exit(run(args));
  }

  /// Runs one command in this process and answers its exit code.
  static int run(String... args) throws IOException {
    Map<String, String> environment = System.getenv();
    Surroundings surroundings =
        new Surroundings(InstantSource.system(), new SecureRandom(), environment);
    Invocation.Caller caller = new Invocation.Caller(here(), isRoot(), surroundings);
    return new Program(Output.standard(mode(environment)), caller).run(raw(args));
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

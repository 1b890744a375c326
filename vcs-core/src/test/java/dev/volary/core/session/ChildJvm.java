package dev.volary.core.session;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Another process that runs a test's own main class and speaks line by line.
public final class ChildJvm implements AutoCloseable {
  private final Process process;
  private final BufferedReader out;

  private ChildJvm(Process process) {
    this.process = process;
    this.out = process.inputReader(StandardCharsets.UTF_8);
  }

  /// Starts `main` with `arguments` in a virtual machine like this one.
  public static ChildJvm start(Class<?> main, Object... arguments) throws IOException {
    List<String> words = new ArrayList<>();
    words.add(System.getProperty("java.home") + "/bin/java");
    words.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-Xmx64m", "-XX:+UseSerialGC"));
    words.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
    words.add(main.getName());
    for (Object argument : arguments) {
      words.add(argument.toString());
    }
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    return new ChildJvm(builder.start());
  }

  /// Returns the next line it prints.
  public String line() throws IOException {
    String line = out.readLine();
    if (line == null) {
      throw new AssertionError("the other process ended early");
    }
    return line;
  }

  /// Lets it end by closing its standard input, and fails where it does not end well.
  public void finish() throws IOException, InterruptedException {
    process.getOutputStream().close();
    int exitCode = process.waitFor();
    if (exitCode != 0) {
      throw new AssertionError("the other process ended with " + exitCode);
    }
  }

  /// Kills it as `kill -9` does and waits for its end.
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /// Returns its process id.
  public long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}

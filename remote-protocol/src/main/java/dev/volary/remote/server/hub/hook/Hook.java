package dev.volary.remote.server.hub.hook;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// One program in the hub's folder of hooks, run as Git runs its own. Thread-safe.
///
/// It runs with the rights of the server, in the folder of the repository, and with nothing of the
/// server's environment but the search path. What it starts is ended with it.
///
/// @param file the program; where there is none that can be run, nothing happens
/// @param limit after which it is ended, and has failed
public record Hook(Path file, Duration limit) {
  private static final int MAX_OUTPUT = 4096;

  /// What a hook is given.
  ///
  /// @param input what it reads
  /// @param environment beside `GIT_DIR` and `PATH`
  public record Call(
      List<String> arguments, String input, Path gitDir, Map<String, String> environment) {
    public Call {
      arguments = List.copyOf(arguments);
      environment = Map.copyOf(environment);
    }
  }

  /// Runs it; returns why it objects, in its own words, or nothing.
  public Optional<String> run(Call call) throws IOException {
    if (!Files.isExecutable(file)) {
      return Optional.empty();
    }
    List<String> command = new ArrayList<>();
    command.add(file.toAbsolutePath().toString());
    command.addAll(call.arguments());
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(call.gitDir().toFile()).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> !name.equals("PATH"));
    builder.environment().putAll(call.environment());
    builder.environment().put("GIT_DIR", call.gitDir().toAbsolutePath().toString());
    Process process = builder.start();
    try {
      return result(process, call);
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private Optional<String> result(Process process, Call call) throws IOException {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    Thread writer = Thread.ofVirtual().start(() -> write(process, call.input()));
    Thread reader = Thread.ofVirtual().start(() -> read(process, said));
    String name = String.valueOf(file.getFileName());
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        return Optional.of(name + " took longer than " + limit.toSeconds() + " seconds");
      }
      // Whatever it left running may keep the pipe open.
      reader.join(Duration.ofSeconds(1));
      writer.interrupt();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of(name + " was interrupted");
    }
    if (process.exitValue() == 0) {
      return Optional.empty();
    }
    String words = said.toString(StandardCharsets.UTF_8).replaceAll("\\p{Cntrl}+", " ").strip();
    return Optional.of(name + " declined" + (words.isEmpty() ? "" : ": " + words));
  }

  private static void write(Process process, String input) {
    try (OutputStream out = process.getOutputStream()) {
      out.write(input.getBytes(StandardCharsets.UTF_8));
    } catch (IOException _) {
      // It need not read what it is given.
    }
  }

  private static void read(Process process, ByteArrayOutputStream said) {
    byte[] buffer = new byte[MAX_OUTPUT];
    try (InputStream in = process.getInputStream()) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        said.write(buffer, 0, Math.min(count, MAX_OUTPUT - said.size()));
      }
    } catch (IOException _) {
      // It was ended.
    }
  }
}

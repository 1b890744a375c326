package dev.volary.cli.scenario;

import dev.volary.fixtures.process.Command;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A `volary serve` that runs, and the invitation it printed.
record Serving(Command.Running running, BufferedReader out, String invitation)
    implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  /// Starts serving and returns once the server takes requests.
  ///
  /// @param starter what starts it, such as `ip netns exec NAME`; may be empty
  static Serving start(Volary volary, List<String> starter, String... words) throws IOException {
    Path pipe = Files.createTempDirectory("volary-serve").resolve("pipe");
    Command.of("mkfifo", pipe.toString()).succeed();
    List<String> all = new ArrayList<>(starter);
    all.addAll(List.of("bash", "-c", "exec \"$@\" >\"$0\"", pipe.toString()));
    List<String> serve = new ArrayList<>(List.of("serve", "--quiet"));
    serve.addAll(List.of(words));
    all.addAll(volary.words(serve.toArray(String[]::new)));
    Command.Running running = volary.prepared(all).start();
    BufferedReader out = Files.newBufferedReader(pipe);
    String invitation = out.readLine();
    if (invitation == null) {
      throw new AssertionError("serve ended at once: " + running.await(LIMIT));
    }
    return new Serving(running, out, invitation);
  }

  /// Asks it to end, as Ctrl-C or a service manager does.
  void stop() throws IOException {
    running.process().destroy();
    end();
  }

  /// Kills it as `kill -9` does.
  void kill() throws IOException {
    running.kill();
    end();
  }

  private void end() throws IOException {
    running.await(LIMIT);
    out.close();
  }

  @Override
  public void close() throws IOException {
    if (running.process().isAlive()) {
      kill();
    }
  }
}

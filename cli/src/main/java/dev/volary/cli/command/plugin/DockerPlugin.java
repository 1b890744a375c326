package dev.volary.cli.command.plugin;

import dev.volary.cli.command.Invocation;
import dev.volary.cli.command.Verb;
import dev.volary.cli.docker.plugin.Deadlines;
import dev.volary.cli.docker.plugin.Plugin;
import dev.volary.cli.docker.plugin.web.PluginServer;
import dev.volary.cli.docker.plugin.web.PluginSocket;
import dev.volary.cli.output.Output;
import dev.volary.core.depot.Depot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `volary docker-plugin`.
@Command(
    name = "docker-plugin",
    description = "Offer volumes to Docker, until interrupted; or install that as a service.",
    subcommands = {DockerPluginInstall.class, DockerPluginRemove.class})
public final class DockerPlugin implements Verb {
  /// Where Docker looks for plugins; the file's name is the driver's.
  static final String USUAL_SOCKET = "/run/docker/plugins/volary.sock";

  @Option(
      names = "--socket",
      paramLabel = "PATH",
      description = "the socket to answer on (default: " + USUAL_SOCKET + ")")
  private Path socket = Path.of(USUAL_SOCKET);

  @Override
  public int run(Invocation call) throws IOException {
    Depot depot = call.depotOrNew();
    Path directory = depot.layout().directory();
    Path root = depot.settings().dockerRoot(call.surroundings().environment());
    Output output = call.output();
    Plugin.Setup setup =
        new Plugin.Setup(root, Deadlines.USUAL, new UrlCloner(call), line -> log(output, line));
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    Optional<PluginSocket> passed = PluginSocket.passed(call.surroundings().environment());
    try (PluginSocket listening =
            passed.isPresent() ? passed.get() : PluginSocket.at(socket.toAbsolutePath());
        Plugin plugin = Plugin.start(directory, call.surroundings(), setup);
        PluginServer _ = PluginServer.start(listening.channel(), plugin.driver())) {
      Thread stop = new Thread(() -> endAt(asked, ended), "stop the plugin");
      Runtime.getRuntime().addShutdownHook(stop);
      String where = passed.isPresent() ? "the socket passed on" : socket.toString();
      log(output, "volumes of %s are offered on %s, live in %s".formatted(directory, where, root));
      await(asked);
      log(output, "ending");
    } finally {
      ended.countDown();
    }
    return DONE;
  }

  /// The virtual machine ends when its hooks have; this one gives the plugin the time to.
  private static void endAt(CountDownLatch asked, CountDownLatch ended) {
    asked.countDown();
    await(ended);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void log(Output output, String line) {
    synchronized (output) {
      output.talk(line);
    }
  }
}

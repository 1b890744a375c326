package dev.volary.cli.command.plugin;

import dev.volary.cli.command.Invocation;
import dev.volary.cli.command.Verb;
import dev.volary.cli.output.Output;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `volary docker-plugin install`.
@Command(
    name = "install",
    description = "Let systemd start the plugin when Docker asks for a volume.")
public final class DockerPluginInstall implements Verb {
  @Option(
      names = "--socket",
      paramLabel = "PATH",
      description = "the socket to answer on (default: " + DockerPlugin.USUAL_SOCKET + ")")
  private Path socket = Path.of(DockerPlugin.USUAL_SOCKET);

  @Option(
      names = "--program",
      paramLabel = "FILE",
      description = "the program that the service starts (default: this one)")
  private Optional<Path> program = Optional.empty();

  @Mixin private ServiceFolders folders = new ServiceFolders();

  @Override
  public int run(Invocation call) throws IOException {
    Path depot = call.depotOrNew().layout().directory();
    ServiceFiles.Service service =
        new ServiceFiles.Service(program(call), depot, socket.toAbsolutePath().normalize());
    List<Path> written = folders.files().install(service);
    boolean running = folders.systemd().reload();
    if (running) {
      folders.systemd().enable();
    }
    print(call.output(), written, service, running);
    return DONE;
  }

  private Path program(Invocation call) {
    return program
        .or(() ->
            Optional.ofNullable(call.surroundings().environment().get("VOLARY_PROGRAM"))
                .map(Path::of))
        .map(path -> path.toAbsolutePath().normalize())
        .orElseThrow(() ->
            new VolaryException(
                Fault.USAGE, "which program shall be started? name it with --program FILE"));
  }

  private static void print(
      Output output, List<Path> written, ServiceFiles.Service service, boolean running) {
    if (output.mode().json()) {
      output.json(
          "volary.docker-plugin/1",
          json ->
              json.put("driver", service.driver())
                  .put("socket", service.socket().toString())
                  .put("active", running)
                  .texts("files", written.stream().map(Path::toString).toList()));
      return;
    }
    written.forEach(file -> output.line(file.toString()));
    output.talk(
        running
            ? "`docker volume create -d %s NAME` makes a volume".formatted(service.driver())
            : "systemd does not run here: `systemctl enable --now volary-docker.socket` once it does");
  }
}

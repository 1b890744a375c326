package dev.volary.cli.command.plugin;

import dev.volary.cli.command.Invocation;
import dev.volary.cli.command.Verb;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `volary docker-plugin remove`.
@Command(name = "remove", description = "Take the service away again; volumes and their data stay.")
public final class DockerPluginRemove implements Verb {
  @Mixin private ServiceFolders folders = new ServiceFolders();

  @Override
  public int run(Invocation call) throws IOException {
    folders.files().requireOurs();
    folders.systemd().disable();
    List<Path> removed = folders.files().remove();
    folders.systemd().reload();
    if (removed.isEmpty()) {
      throw new VolaryException(
          Fault.NOT_FOUND, "the plugin is not installed as a service: there is nothing to remove");
    }
    if (call.output().mode().json()) {
      call.output()
          .json(
              "volary.docker-plugin/1",
              json -> json.texts("removed", removed.stream().map(Path::toString).toList()));
    } else {
      removed.forEach(file -> call.output().line(file + " removed"));
    }
    return DONE;
  }
}

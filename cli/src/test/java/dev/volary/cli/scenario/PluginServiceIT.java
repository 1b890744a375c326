package dev.volary.cli.scenario;

import static dev.volary.cli.scenario.OfferedVolumes.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.volary.fixtures.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The plugin as a service: the files that are installed, and what systemd does with them.
final class PluginServiceIT {
  @TempDir private Path temp;

  private List<Path> files(Path root) throws IOException {
    try (var all = Files.walk(root)) {
      return all.filter(Files::isRegularFile).map(root::relativize).sorted().toList();
    }
  }

  private static String line(Path file, String field) throws IOException {
    return Files.readString(file)
        .lines()
        .filter(line -> line.startsWith(field + "="))
        .map(line -> line.substring(field.length() + 1))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void whatIsInstalledStartsThePluginWhenDockerCalls() throws IOException {
    assumeTrue(Command.available("systemd-analyze"), "systemd is not installed");
    assumeTrue(Command.available("curl"), "curl is not installed");
    Path root = temp.resolve("root");
    Path units = root.resolve("etc/systemd/system");
    Path socket = temp.resolve("a 50%").resolve("shop.sock");
    Volary volary = Volary.in(temp.resolve("depot 7%"));
    String told =
        volary.ok(
            "docker-plugin", "install", "--root", root.toString(), "--socket", socket.toString());
    assertThat(told.lines()).hasSize(3);
    assertThat(root.resolve("etc/docker/plugins/shop.spec")).hasContent("unix://" + socket);
    Path service = units.resolve("volary-docker.service");
    Path listening = units.resolve("volary-docker.socket");
    Command.of("systemd-analyze", "verify", service.toString(), listening.toString()).succeed();

    List<String> words = new ArrayList<>(List.of("systemd-socket-activate", "--listen"));
    words.add(line(listening, "ListenStream").replace("%%", "%"));
    words.addAll(List.of("--setenv", "LC_ALL", "--setenv", "PATH"));
    Pattern.compile("\"([^\"]*)\"|(\\S+)")
        .matcher(line(service, "ExecStart"))
        .results()
        .map(word -> word.group(1) == null ? word.group(2) : word.group(1).replace("%%", "%"))
        .forEach(words::add);
    Files.createDirectories(socket.resolveSibling(""));
    Command.Running activated = volary.prepared(words).start();
    try {
      await("it listens", () -> Files.exists(socket));
      assertThat(asked(socket, "Plugin.Activate")).contains("VolumeDriver");
      assertThat(asked(socket, "VolumeDriver.List")).contains("Volumes");
    } finally {
      activated.process().destroy();
      activated.await(Duration.ofMinutes(1));
    }
    volary.ok("docker-plugin", "remove", "--root", root.toString());
    assertThat(files(root)).isEmpty();
    assertThat(volary.refused(3, "docker-plugin", "remove", "--root", root.toString()))
        .contains("nothing to remove");
  }

  private static String asked(Path socket, String call) {
    return Command.of(
            "curl",
            "--silent",
            "--fail",
            "--max-time",
            "60",
            "--unix-socket",
            socket.toString(),
            "--request",
            "POST",
            "http://plugin/" + call)
        .succeed()
        .out();
  }

  @Test
  void othersFilesStay() throws IOException {
    Path root = temp.resolve("root");
    Volary volary = Volary.in(temp.resolve("depot"));
    String[] install = {"docker-plugin", "install", "--root", root.toString()};
    String[] elsewhere = {
      "docker-plugin", "install", "--root", root.toString(), "--socket", "/run/other/two.sock"
    };
    volary.ok(elsewhere);
    assertThat(files(root)).hasSize(3);
    volary.ok(install);
    assertThat(files(root)).as("no specification of the socket before").hasSize(2);
    volary.ok(elsewhere);
    Path spec = root.resolve("etc/docker/plugins/two.spec");
    Files.writeString(spec, "tcp://elsewhere");
    volary.ok("docker-plugin", "remove", "--root", root.toString());
    assertThat(files(root)).containsExactly(Path.of("etc/docker/plugins/two.spec"));
    Path unit = root.resolve("etc/systemd/system/volary-docker.service");
    Files.writeString(unit, "[Service]\n");
    assertThat(volary.refused(4, install)).contains("was not made by");
    assertThat(volary.refused(4, "docker-plugin", "remove", "--root", root.toString()))
        .contains("was not made by");
    assertThat(unit).hasContent("[Service]");
  }
}

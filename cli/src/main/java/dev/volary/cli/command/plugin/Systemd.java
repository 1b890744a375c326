package dev.volary.cli.command.plugin;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The machine's systemd, if it runs one.
///
/// @param meant whether it is to be told anything
record Systemd(boolean meant) {
  private static final String UNIT = "volary-docker.socket";
  private static final String SERVICE = "volary-docker.service";

  /// Makes it read its unit files again; tells whether it runs.
  boolean reload() throws IOException {
    if (!runs()) {
      return false;
    }
    systemctl("daemon-reload");
    return true;
  }

  /// Starts listening, now and at every boot; what runs already takes up what the files say now.
  void enable() throws IOException {
    systemctl("enable", UNIT);
    systemctl("stop", SERVICE);
    systemctl("restart", UNIT);
  }

  /// Stops listening and the service, if they are known.
  void disable() throws IOException {
    if (runs() && Files.exists(Path.of("/etc/systemd/system", UNIT))) {
      systemctl("disable", "--now", UNIT, SERVICE);
    }
  }

  private boolean runs() {
    return meant && Files.isDirectory(Path.of("/run/systemd/system"));
  }

  private static void systemctl(String... words) throws IOException {
    List<String> command = new ArrayList<>(List.of("systemctl"));
    command.addAll(List.of(words));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new VolaryException(
            Fault.FAILED,
            "%s failed: %s".formatted(String.join(" ", command), said.strip().replace('\n', ' ')));
      }
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new VolaryException(Fault.INTERRUPTED, "interrupted: run the command again", e);
    }
  }
}

package dev.volary.cli.command.plugin;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.io.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The files by which systemd starts the plugin when Docker asks for it, and by which Docker finds
/// a socket that is not where it looks by itself.
///
/// @param units the folder of unit files
/// @param specs the folder of Docker's plugin specifications
record ServiceFiles(Path units, Path specs) {
  private static final String MARK = "# made by `volary docker-plugin install`\n";
  private static final String SOCKET_UNIT = "volary-docker.socket";
  private static final String LISTEN = "ListenStream=";
  private static final String SERVICE_UNIT = "volary-docker.service";

  /// What is to be installed.
  ///
  /// @param launcher the program's file
  /// @param depot the depot's directory
  /// @param socket the socket's path
  record Service(Path launcher, Path depot, Path socket) {
    /// Docker takes the driver's name from the file's.
    String driver() {
      return ServiceFiles.driver(socket);
    }

    boolean isFoundByItself() {
      return socket.startsWith(Path.of(DockerPlugin.USUAL_SOCKET).getParent());
    }
  }

  /// Writes the files and returns them; CONFLICT where one is there that was not made so.
  List<Path> install(Service service) throws IOException {
    Map<Path, String> files =
        Map.of(
            units.resolve(SOCKET_UNIT),
            MARK + socketUnit(service),
            units.resolve(SERVICE_UNIT),
            MARK + serviceUnit(service));
    for (Path file : files.keySet()) {
      requireOurs(file);
    }
    removeSpec();
    List<Path> written = new ArrayList<>();
    for (Map.Entry<Path, String> file : files.entrySet()) {
      write(file.getKey(), file.getValue());
      written.add(file.getKey());
    }
    if (!service.isFoundByItself()) {
      Path spec = spec(service.driver());
      write(spec, specText(service.socket()));
      written.add(spec);
    }
    written.sort(null);
    return written;
  }

  /// Removes the files that are there and returns them.
  List<Path> remove() throws IOException {
    List<Path> files = List.of(units.resolve(SERVICE_UNIT), units.resolve(SOCKET_UNIT));
    requireOurs();
    List<Path> removed = new ArrayList<>(removeSpec().stream().toList());
    for (Path file : files) {
      if (Files.exists(file)) {
        AtomicFile.remove(file);
        removed.add(file);
      }
    }
    return removed;
  }

  /// Removes what tells Docker of the socket that was installed, unless somebody changed it since.
  private Optional<Path> removeSpec() throws IOException {
    Optional<Path> socket = installedSocket();
    Optional<Path> spec = socket.map(path -> spec(driver(path)));
    if (spec.isEmpty()
        || !Files.exists(spec.get())
        || !Files.readString(spec.get()).equals(specText(socket.get()))) {
      return Optional.empty();
    }
    AtomicFile.remove(spec.get());
    return spec;
  }

  private Optional<Path> installedSocket() throws IOException {
    Path unit = units.resolve(SOCKET_UNIT);
    if (!Files.exists(unit)) {
      return Optional.empty();
    }
    return Files.readString(unit)
        .lines()
        .filter(line -> line.startsWith(LISTEN))
        .map(line -> Path.of(line.substring(LISTEN.length()).replace("%%", "%")))
        .findFirst();
  }

  private static String driver(Path socket) {
    return String.valueOf(socket.getFileName()).replaceFirst("\\.sock$", "");
  }

  private static String specText(Path socket) {
    return "unix://" + socket + "\n";
  }

  private Path spec(String driver) {
    return specs.resolve(driver + ".spec");
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.resolveSibling(""));
    AtomicFile.publish(file, text.getBytes(StandardCharsets.UTF_8));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
  }

  /// Fails where somebody else made the unit files.
  void requireOurs() throws IOException {
    requireOurs(units.resolve(SERVICE_UNIT));
    requireOurs(units.resolve(SOCKET_UNIT));
  }

  private static void requireOurs(Path file) throws IOException {
    if (Files.exists(file) && !Files.readString(file).startsWith(MARK)) {
      throw new VolaryException(
          Fault.CONFLICT,
          "%s was not made by `volary docker-plugin install`: move it away first".formatted(file));
    }
  }

  private static String socketUnit(Service service) {
    return """
    [Unit]
    Description=Volary volumes for Docker
    Before=docker.service

    [Socket]
    %s%s
    SocketMode=0600
    DirectoryMode=0755

    [Install]
    WantedBy=sockets.target
    """
        .formatted(LISTEN, service.socket().toString().replace("%", "%%"));
  }

  /// Ends a minute after it was asked to at the latest; what it leaves undone it does next time.
  private static String serviceUnit(Service service) {
    return """
    [Unit]
    Description=Volary volumes for Docker
    Requires=volary-docker.socket
    After=volary-docker.socket local-fs.target network.target
    Before=docker.service

    [Service]
    ExecStart=%s --depot %s docker-plugin --socket %s
    TimeoutStopSec=60
    SuccessExitStatus=143
    Restart=on-failure
    """
        .formatted(quoted(service.launcher()), quoted(service.depot()), quoted(service.socket()));
  }

  /// A word of a command as systemd reads it (systemd.service(5)).
  private static String quoted(Path path) {
    String text = path.toString();
    for (String special : List.of("\\", "\"")) {
      text = text.replace(special, "\\" + special);
    }
    return '"' + text.replace("%", "%%").replace("$", "$$") + '"';
  }
}

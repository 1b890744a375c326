package dev.volary.cli.docker.plugin.web;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.linux.Linux;
import dev.volary.core.linux.OfdLock;
import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;

/// The socket that Docker finds the plugin by: taken over from the service manager where it holds
/// one, else made at its path.
public final class PluginSocket implements AutoCloseable {
  private static final int FIRST_PASSED_DESCRIPTOR = 3;

  private final ServerSocketChannel channel;
  private final Optional<Path> made;
  private final Optional<OfdLock> claim;

  private PluginSocket(ServerSocketChannel channel, Optional<Path> made, Optional<OfdLock> claim) {
    this.channel = channel;
    this.made = made;
    this.claim = claim;
  }

  /// Returns the one listening socket that was passed on as systemd does (`LISTEN_FDS`), if one
  /// was.
  public static Optional<PluginSocket> passed(Map<String, String> environment) throws IOException {
    if (!"1".equals(environment.get("LISTEN_FDS"))
        || !Long.toString(Linux.processId()).equals(environment.get("LISTEN_PID"))) {
      return Optional.empty();
    }
    // The virtual machine takes over what is its standard input, and nothing else.
    Linux.becomeStandardInput(FIRST_PASSED_DESCRIPTOR);
    Channel inherited = System.inheritedChannel();
    if (!(inherited instanceof ServerSocketChannel listening)) {
      throw new VolaryException(
          Fault.USAGE, "what was passed on is no listening stream socket: look at the socket unit");
    }
    return Optional.of(new PluginSocket(listening, Optional.empty(), Optional.empty()));
  }

  /// Makes the socket at `path`, in place of one that nobody listens on; BUSY, naming who does,
  /// where somebody does.
  public static PluginSocket at(Path path) throws IOException {
    Path folder = path.toAbsolutePath().getParent();
    if (folder == null) {
      throw new VolaryException(Fault.USAGE, path + " is no path of a socket");
    }
    Files.createDirectories(folder);
    Path lockFile = folder.resolve(path.getFileName() + ".lock");
    Optional<OfdLock> claim = OfdLock.tryLock(lockFile, false);
    if (claim.isEmpty()) {
      throw new VolaryException(
          Fault.BUSY,
          "%s is served by process %s: stop that one first"
              .formatted(path, Files.readString(lockFile).strip()));
    }
    try {
      Files.writeString(lockFile, Linux.processId() + "\n");
      requireUnused(path);
      Files.deleteIfExists(path);
      return new PluginSocket(listen(path), Optional.of(path), claim);
    } catch (IOException | RuntimeException e) {
      claim.get().close();
      throw e;
    }
  }

  private static ServerSocketChannel listen(Path path) throws IOException {
    ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.bind(UnixDomainSocketAddress.of(path));
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static void requireUnused(Path path) throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    try (SocketChannel _ = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
      throw new VolaryException(
          Fault.BUSY,
          "another program listens on %s, systemd for a socket unit of this plugin perhaps: stop that first"
              .formatted(path));
    } catch (ConnectException e) {
      // A file that a plugin left which was killed.
    }
  }

  /// Returns what to accept connections from.
  public ServerSocketChannel channel() {
    return channel;
  }

  /// Closes it, and takes the file away where this process made it.
  @Override
  public void close() throws IOException {
    channel.close();
    if (made.isPresent()) {
      Files.deleteIfExists(made.get());
    }
    claim.ifPresent(OfdLock::close);
  }
}

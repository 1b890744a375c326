package dev.volary.cli.docker.plugin.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volary.core.error.VolaryException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A socket has one owner, and what a dead one left is replaced.
final class PluginSocketTest {
  @TempDir Path temp;

  @Test
  void aSecondOneIsToldWhoHasIt() throws IOException {
    Path path = temp.resolve("plugins/volary.sock");
    try (PluginSocket _ = PluginSocket.at(path)) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
          .isEqualTo("rw-------");
      assertThatThrownBy(() -> PluginSocket.at(path))
          .isInstanceOf(VolaryException.class)
          .hasMessageContaining("process " + ProcessHandle.current().pid());
    }
    assertThat(path).doesNotExist();
    PluginSocket.at(path).close();
  }

  @Test
  void aFileThatNobodyListensOnIsReplaced() throws IOException {
    Path path = temp.resolve("volary.sock");
    bind(path).close();
    assertThat(path).exists();
    try (PluginSocket socket = PluginSocket.at(path)) {
      assertThat(socket.channel().getLocalAddress()).isEqualTo(UnixDomainSocketAddress.of(path));
    }
  }

  @Test
  void anotherProgramsSocketIsLeftAlone() throws IOException {
    Path path = temp.resolve("volary.sock");
    try (ServerSocketChannel _ = bind(path)) {
      assertThatThrownBy(() -> PluginSocket.at(path)).hasMessageContaining("another program");
    }
    assertThat(path).exists();
  }

  @Test
  void whatWasPassedToAnotherProcessIsNotTaken() throws IOException {
    assertThat(PluginSocket.passed(Map.of("LISTEN_FDS", "1", "LISTEN_PID", "1"))).isEmpty();
    assertThat(PluginSocket.passed(Map.of())).isEmpty();
  }

  private static ServerSocketChannel bind(Path path) throws IOException {
    ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    channel.bind(UnixDomainSocketAddress.of(path));
    return channel;
  }
}

package dev.volary.cli.docker.engine;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A program to be run in a running container.
///
/// @param command its words
/// @param user who runs it, the container's own user where empty
/// @param environment `NAME=VALUE`, beside the container's own
/// @param limit how long it may take
public record ExecRequest(
    List<String> command, Optional<String> user, List<String> environment, Duration limit) {
  public ExecRequest {
    command = List.copyOf(command);
    environment = List.copyOf(environment);
  }

  /// One by the container's own user.
  public static ExecRequest of(Duration limit, String... command) {
    return new ExecRequest(List.of(command), Optional.empty(), List.of(), limit);
  }
}

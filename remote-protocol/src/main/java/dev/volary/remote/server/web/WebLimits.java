package dev.volary.remote.server.web;

import java.time.Duration;

/// What one client may take of a server.
///
/// @param requests requests answered at the same time; more are told to come again
/// @param connections connections open at the same time
/// @param headerBytes size of a request's line and headers
/// @param head time from the opening of a connection, or from the last answer, until a whole head
/// @param idle time in which some byte must move
/// @param total time a request may take from its head to the end of its answer
/// @param stop time that requests under way get when the server stops
public record WebLimits(
    int requests,
    int connections,
    int headerBytes,
    Duration head,
    Duration idle,
    Duration total,
    Duration stop) {
  /// The usual limits; a pack of 64 MiB passes in the total time at 20 kB a second.
  public static final WebLimits DEFAULTS =
      new WebLimits(
          128,
          512,
          16 << 10,
          Duration.ofSeconds(30),
          Duration.ofSeconds(60),
          Duration.ofHours(1),
          Duration.ofSeconds(10));
}

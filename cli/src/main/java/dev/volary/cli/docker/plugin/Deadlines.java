package dev.volary.cli.docker.plugin;

import java.time.Duration;

/// How long a call may take before it is answered for good or told to come again.
///
/// Docker itself waits a minute or two, and holds locks meanwhile that other commands want.
///
/// @param preparing for Create and Mount, which may have something to make
/// @param leaving for Remove and Unmount
/// @param looking for Get, of its status
public record Deadlines(Duration preparing, Duration leaving, Duration looking) {
  /// The usual ones.
  public static final Deadlines USUAL =
      new Deadlines(Duration.ofSeconds(10), Duration.ofMillis(1500), Duration.ofMillis(700));
}

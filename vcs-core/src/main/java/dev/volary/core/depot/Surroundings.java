package dev.volary.core.depot;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;

/// What the depot takes from the world outside: the clock, randomness, environment variables.
///
/// @param clock the present time
/// @param random for names of new files
/// @param environment the process's environment variables
public record Surroundings(
    InstantSource clock, SecureRandom random, Map<String, String> environment) {
  public Surroundings {
    environment = Map.copyOf(environment);
  }
}

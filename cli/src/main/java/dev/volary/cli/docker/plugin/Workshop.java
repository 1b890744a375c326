package dev.volary.cli.docker.plugin;

import dev.volary.cli.docker.plugin.catalog.Catalog;
import dev.volary.core.depot.Depot;
import dev.volary.core.depot.Surroundings;
import dev.volary.core.history.Identity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;

/// What all parts of the plugin work with.
///
/// @param depot the depot's directory
/// @param root where worktrees that are made for Docker live
/// @param surroundings clock, randomness, environment
/// @param catalog what Docker was promised
/// @param log takes one line about what happened
record Workshop(
    Path depot, LiveRoot root, Surroundings surroundings, Catalog catalog, Consumer<String> log) {
  /// Opens the depot for one piece of work; other programs change it meanwhile.
  Depot open() throws IOException {
    return Depot.open(depot, surroundings);
  }

  /// Returns who stands in commits and reflogs.
  Identity who(Depot opened) {
    return opened.settings().author(surroundings.environment());
  }
}

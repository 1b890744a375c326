/// The Docker volume plugin: each of the protocol's calls, answered within its deadline whatever is
/// under way.
@NullMarked
package dev.volary.cli.docker.plugin;

import org.jspecify.annotations.NullMarked;

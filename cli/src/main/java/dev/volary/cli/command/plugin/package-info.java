/// The verbs about the Docker volume plugin.
@NullMarked
package dev.volary.cli.command.plugin;

import org.jspecify.annotations.NullMarked;

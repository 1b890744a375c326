/// The Docker volume plugin, asked as Docker asks.
@NullMarked
package dev.volary.cli.docker.plugin;

import org.jspecify.annotations.NullMarked;

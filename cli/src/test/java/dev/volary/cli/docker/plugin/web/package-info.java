/// The plugin's socket.
@NullMarked
package dev.volary.cli.docker.plugin.web;

import org.jspecify.annotations.NullMarked;

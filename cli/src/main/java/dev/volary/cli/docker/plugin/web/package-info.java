/// Docker's volume plugin protocol, version 1, over a Unix socket.
@NullMarked
package dev.volary.cli.docker.plugin.web;

import org.jspecify.annotations.NullMarked;

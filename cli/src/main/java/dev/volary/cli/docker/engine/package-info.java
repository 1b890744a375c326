/// The Docker Engine of this machine, asked over its Unix socket.
@NullMarked
package dev.volary.cli.docker.engine;

import org.jspecify.annotations.NullMarked;

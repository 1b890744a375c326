/// How containers that were paused go on.
@NullMarked
package dev.volary.cli.docker.pause;

import org.jspecify.annotations.NullMarked;

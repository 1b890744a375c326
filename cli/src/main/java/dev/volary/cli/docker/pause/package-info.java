/// Containers that stand still while their data is captured, and databases that are told before.
@NullMarked
package dev.volary.cli.docker.pause;

import org.jspecify.annotations.NullMarked;

/// Docker: its engine, and volumes for it.
@NullMarked
package dev.volary.cli.docker;

import org.jspecify.annotations.NullMarked;

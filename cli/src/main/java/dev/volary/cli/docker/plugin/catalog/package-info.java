/// What Docker was promised: its volumes, their options and mounts, and what is still to be done
/// after removals, kept in one small file of the depot.
@NullMarked
package dev.volary.cli.docker.plugin.catalog;

import org.jspecify.annotations.NullMarked;

/// Verbs that make, serve and administer a hub.
@NullMarked
package dev.volary.cli.command.hub;

import org.jspecify.annotations.NullMarked;

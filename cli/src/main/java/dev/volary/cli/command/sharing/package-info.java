/// Verbs that move volumes between depots and say where they come from.
@NullMarked
package dev.volary.cli.command.sharing;

import org.jspecify.annotations.NullMarked;

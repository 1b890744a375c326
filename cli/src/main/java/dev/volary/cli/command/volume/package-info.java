/// Verbs about whole volumes and how they are set up.
@NullMarked
package dev.volary.cli.command.volume;

import org.jspecify.annotations.NullMarked;

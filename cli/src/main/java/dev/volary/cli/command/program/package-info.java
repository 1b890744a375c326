/// Verbs about the program itself.
@NullMarked
package dev.volary.cli.command.program;

import org.jspecify.annotations.NullMarked;

/// The program: its entry point, exit codes and wiring.
@NullMarked
package dev.volary.cli;

import org.jspecify.annotations.NullMarked;

/// The command line, run in this process.
@NullMarked
package dev.volary.cli;

import org.jspecify.annotations.NullMarked;

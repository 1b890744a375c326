/// What every verb shares: global options, the depot it works on, where its answer goes.
@NullMarked
package dev.volary.cli.command;

import org.jspecify.annotations.NullMarked;

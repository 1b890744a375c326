/// What is protected in one's own depot, against accidents.
@NullMarked
package dev.volary.cli.command.guard;

import org.jspecify.annotations.NullMarked;

/// Verbs that look after the depot: space, trash, health.
@NullMarked
package dev.volary.cli.command.care;

import org.jspecify.annotations.NullMarked;

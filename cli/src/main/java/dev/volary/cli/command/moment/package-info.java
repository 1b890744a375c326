/// How the writers of a worktree are dealt with while it is captured or changed.
@NullMarked
package dev.volary.cli.command.moment;

import org.jspecify.annotations.NullMarked;

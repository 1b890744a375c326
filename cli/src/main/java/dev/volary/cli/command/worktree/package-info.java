/// Verbs that work on live directories: init, status, commit, switch, reset, restore, worktree,
/// fork.
@NullMarked
package dev.volary.cli.command.worktree;

import org.jspecify.annotations.NullMarked;

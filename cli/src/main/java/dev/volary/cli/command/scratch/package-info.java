/// Verbs about worktrees that pass.
@NullMarked
package dev.volary.cli.command.scratch;

import org.jspecify.annotations.NullMarked;

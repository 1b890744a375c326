/// Worktrees that pass: for one command, or until a time.
@NullMarked
package dev.volary.core.operation.scratch;

import org.jspecify.annotations.NullMarked;

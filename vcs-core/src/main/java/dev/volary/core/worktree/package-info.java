/// What the depot knows of a worktree: its identity, what it holds, and what is under way in it.
@NullMarked
package dev.volary.core.worktree;

import org.jspecify.annotations.NullMarked;

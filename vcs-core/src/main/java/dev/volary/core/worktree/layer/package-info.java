/// Shared checkouts of commits, and worktrees that are overlay mounts over them.
@NullMarked
package dev.volary.core.worktree.layer;

import org.jspecify.annotations.NullMarked;

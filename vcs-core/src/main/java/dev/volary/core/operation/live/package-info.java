/// What is done with worktrees: making, comparing, committing, changing and going back.
@NullMarked
package dev.volary.core.operation.live;

import org.jspecify.annotations.NullMarked;

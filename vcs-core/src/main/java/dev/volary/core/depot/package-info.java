/// The depot: where volumes, worktrees and settings live, and how they are found again.
@NullMarked
package dev.volary.core.depot;

import org.jspecify.annotations.NullMarked;

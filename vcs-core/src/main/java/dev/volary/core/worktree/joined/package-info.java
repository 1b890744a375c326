/// One directory made of several that lie apart.
@NullMarked
package dev.volary.core.worktree.joined;

import org.jspecify.annotations.NullMarked;

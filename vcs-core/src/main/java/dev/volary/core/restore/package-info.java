/// Making a directory on disk what a tree says, writing as little as that takes.
@NullMarked
package dev.volary.core.restore;

import org.jspecify.annotations.NullMarked;

/// The history of a volume: commits, refs, tags, labels and what can be asked of them.
@NullMarked
package dev.volary.core.history;

import org.jspecify.annotations.NullMarked;

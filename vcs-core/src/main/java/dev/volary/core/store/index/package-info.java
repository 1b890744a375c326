/// Sorted, mapped indexes that say where objects stand, searched and merged.
@NullMarked
package dev.volary.core.store.index;

import org.jspecify.annotations.NullMarked;

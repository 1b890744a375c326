/// Sorted, mapped indexes of where objects stand, and the manifest that says which of them count.
@NullMarked
package dev.volary.core.store.index;

import org.jspecify.annotations.NullMarked;

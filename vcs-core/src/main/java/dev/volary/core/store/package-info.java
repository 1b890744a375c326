/// The deduplicating object store of a depot: reading, transactions, merging and rewriting of
/// packs.
@NullMarked
package dev.volary.core.store;

import org.jspecify.annotations.NullMarked;

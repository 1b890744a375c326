/// Reading objects back: copies, chains of bases, open packs and what is cached.
@NullMarked
package dev.volary.core.store.read;

import org.jspecify.annotations.NullMarked;

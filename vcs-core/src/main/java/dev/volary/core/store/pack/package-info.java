/// Pack files: records, codecs, writing, reading and rescanning them.
@NullMarked
package dev.volary.core.store.pack;

import org.jspecify.annotations.NullMarked;

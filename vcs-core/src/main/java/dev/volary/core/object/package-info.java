/// The sealed, validated object model: canonical bytes and ids of chunks, file maps, directories.
@NullMarked
package dev.volary.core.object;

import org.jspecify.annotations.NullMarked;

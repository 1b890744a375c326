/// Cutting file bytes into chunks by content: pure functions, frozen with the format.
@NullMarked
package dev.volary.core.chunk;

import org.jspecify.annotations.NullMarked;

/// Drawing the shape of a history in characters.
@NullMarked
package dev.volary.core.history.graph;

import org.jspecify.annotations.NullMarked;

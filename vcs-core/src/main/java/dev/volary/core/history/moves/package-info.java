/// Moves of refs, written down before they are made.
@NullMarked
package dev.volary.core.history.moves;

import org.jspecify.annotations.NullMarked;

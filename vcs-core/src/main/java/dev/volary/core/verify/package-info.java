/// Checks that everything a depot must hold is there and is what it was, and repairs what can be.
@NullMarked
package dev.volary.core.verify;

import org.jspecify.annotations.NullMarked;

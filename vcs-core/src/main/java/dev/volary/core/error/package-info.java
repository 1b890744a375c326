/// Failures that say what the caller can do.
@NullMarked
package dev.volary.core.error;

import org.jspecify.annotations.NullMarked;

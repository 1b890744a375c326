/// What file of the base a new one was, or resembles.
@NullMarked
package dev.volary.core.capture.likeness;

import org.jspecify.annotations.NullMarked;

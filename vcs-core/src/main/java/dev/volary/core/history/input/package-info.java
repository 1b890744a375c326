/// Understanding what a person writes: times, and names that were nearly right.
@NullMarked
package dev.volary.core.history.input;

import org.jspecify.annotations.NullMarked;

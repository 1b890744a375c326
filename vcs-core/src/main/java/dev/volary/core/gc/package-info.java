/// Frees what nothing reaches any more, beside running writers and without harm to them.
@NullMarked
package dev.volary.core.gc;

import org.jspecify.annotations.NullMarked;

/// Bounded reading and writing of canonical bytes, and atomic publication of small files.
@NullMarked
package dev.volary.core.io;

import org.jspecify.annotations.NullMarked;

/// A second implementation of the directory and file handles, in memory, with a clock and faults
/// that a test controls.
@NullMarked
package dev.volary.core.linux.memory;

import org.jspecify.annotations.NullMarked;

/// Looking at a live tree without reading its files: the sorted walk, hard links, what was seen
/// clean before.
@NullMarked
package dev.volary.core.scan;

import org.jspecify.annotations.NullMarked;

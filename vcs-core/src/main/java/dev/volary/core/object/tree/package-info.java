/// Directories and file maps as canonical trees of objects, written and read as streams.
@NullMarked
package dev.volary.core.object.tree;

import org.jspecify.annotations.NullMarked;

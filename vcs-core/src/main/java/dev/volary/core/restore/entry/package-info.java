/// The steps a restore takes on single entries: bytes and holes, attributes, directories.
@NullMarked
package dev.volary.core.restore.entry;

import org.jspecify.annotations.NullMarked;

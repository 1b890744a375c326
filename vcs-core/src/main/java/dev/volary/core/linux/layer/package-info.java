/// Overlay file systems seen as the layers they are made of, and the table of mounts.
@NullMarked
package dev.volary.core.linux.layer;

import org.jspecify.annotations.NullMarked;

/// From the bytes of a live file to chunks and a file map, with what of the previous version each
/// new chunk resembles.
@NullMarked
package dev.volary.core.capture.content;

import org.jspecify.annotations.NullMarked;

/// Who writes to a tree while it is captured, and how to make them stand still.
@NullMarked
package dev.volary.core.capture.consistency;

import org.jspecify.annotations.NullMarked;

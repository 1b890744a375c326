/// Which objects are to be moved, and moving them: what both directions share.
@NullMarked
package dev.volary.remote.transfer;

import org.jspecify.annotations.NullMarked;

/// Other live copies whose files are shared instead of written anew.
@NullMarked
package dev.volary.core.restore.donor;

import org.jspecify.annotations.NullMarked;

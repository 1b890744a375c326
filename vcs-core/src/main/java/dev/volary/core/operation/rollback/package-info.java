/// Going back to an earlier state by going on from the present one.
@NullMarked
package dev.volary.core.operation.rollback;

import org.jspecify.annotations.NullMarked;

/// What live copies are made from without copying: shared checkouts, layers, donors.
@NullMarked
package dev.volary.core.operation.copy;

import org.jspecify.annotations.NullMarked;

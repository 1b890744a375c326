/// What is done with volumes whose subvolumes lie in directories of their own.
@NullMarked
package dev.volary.core.operation.joined;

import org.jspecify.annotations.NullMarked;

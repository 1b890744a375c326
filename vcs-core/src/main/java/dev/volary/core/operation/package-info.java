/// What people ask of a depot, one class a use case, composed of the packages above.
@NullMarked
package dev.volary.core.operation;

import org.jspecify.annotations.NullMarked;

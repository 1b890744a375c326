/// What can go wrong, told as what the caller can do about it.
@NullMarked
package dev.volary.core.error;

import org.jspecify.annotations.NullMarked;

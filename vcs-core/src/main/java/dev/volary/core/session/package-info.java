/// Sessions, by which operations on one depot know of each other, and named locks.
@NullMarked
package dev.volary.core.session;

import org.jspecify.annotations.NullMarked;

/// Object ids and the digest that makes them.
@NullMarked
package dev.volary.core.hash;

import org.jspecify.annotations.NullMarked;

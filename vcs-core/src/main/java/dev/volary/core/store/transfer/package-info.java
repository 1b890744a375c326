/// Records on their way to other stores and from them.
@NullMarked
package dev.volary.core.store.transfer;

import org.jspecify.annotations.NullMarked;

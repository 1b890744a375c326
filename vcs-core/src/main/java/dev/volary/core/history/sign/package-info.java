/// Signatures made and checked by `ssh-keygen`, in the way stock Git does it.
@NullMarked
package dev.volary.core.history.sign;

import org.jspecify.annotations.NullMarked;

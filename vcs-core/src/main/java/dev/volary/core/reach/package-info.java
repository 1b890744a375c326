/// What commits reach, and whether all of it is here: shared by gc, verify and transfer.
@NullMarked
package dev.volary.core.reach;

import org.jspecify.annotations.NullMarked;

/// From a live tree to the objects of a commit, or to what has changed since one.
@NullMarked
package dev.volary.core.capture;

import org.jspecify.annotations.NullMarked;

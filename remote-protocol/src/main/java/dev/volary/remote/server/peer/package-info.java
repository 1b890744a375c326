/// A peer: volumes of a depot shared with whom one has invited.
@NullMarked
package dev.volary.remote.server.peer;

import org.jspecify.annotations.NullMarked;

/// A whole depot served: all addresses of its volumes, and the gate of its owner.
@NullMarked
package dev.volary.remote.server.depot;

import org.jspecify.annotations.NullMarked;

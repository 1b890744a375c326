/// Peers that tell each other on the local network where they are.
@NullMarked
package dev.volary.remote.discovery;

import org.jspecify.annotations.NullMarked;

/// The requests of the protocol and of Git's, as methods.
@NullMarked
package dev.volary.remote.client.call;

import org.jspecify.annotations.NullMarked;

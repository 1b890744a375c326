/// The requests by which a hub is administered, and the hub put together.
@NullMarked
package dev.volary.remote.server.hub.api;

import org.jspecify.annotations.NullMarked;

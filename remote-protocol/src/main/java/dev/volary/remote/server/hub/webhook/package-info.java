/// Telling other servers what happened on a hub.
@NullMarked
package dev.volary.remote.server.hub.webhook;

import org.jspecify.annotations.NullMarked;

/// What happened on a hub, in lines of which each holds the one before.
@NullMarked
package dev.volary.remote.server.hub.audit;

import org.jspecify.annotations.NullMarked;

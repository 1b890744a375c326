/// How much a hub keeps for whom: limits, and what pushes brought.
@NullMarked
package dev.volary.remote.server.hub.quota;

import org.jspecify.annotations.NullMarked;

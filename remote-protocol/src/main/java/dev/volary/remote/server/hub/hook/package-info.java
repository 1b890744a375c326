/// Programs of who runs a hub, which are asked and told about pushes.
@NullMarked
package dev.volary.remote.server.hub.hook;

import org.jspecify.annotations.NullMarked;

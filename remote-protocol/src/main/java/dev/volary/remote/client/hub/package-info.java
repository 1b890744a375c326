/// Administering a hub from elsewhere.
@NullMarked
package dev.volary.remote.client.hub;

import org.jspecify.annotations.NullMarked;

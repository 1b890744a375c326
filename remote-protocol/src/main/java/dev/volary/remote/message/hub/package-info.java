/// What a hub and who administers it say to each other, as JSON.
@NullMarked
package dev.volary.remote.message.hub;

import org.jspecify.annotations.NullMarked;

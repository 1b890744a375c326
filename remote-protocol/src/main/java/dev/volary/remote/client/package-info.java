/// Fetching from other depots, cloning and pulling, and what pushing has in common with them.
@NullMarked
package dev.volary.remote.client;

import org.jspecify.annotations.NullMarked;

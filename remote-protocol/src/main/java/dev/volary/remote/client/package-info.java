/// Fetching from other depots and pushing to them.
@NullMarked
package dev.volary.remote.client;

import org.jspecify.annotations.NullMarked;

/// Pushing to other depots.
@NullMarked
package dev.volary.remote.client.push;

import org.jspecify.annotations.NullMarked;

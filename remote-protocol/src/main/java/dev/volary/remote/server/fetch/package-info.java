/// Sending objects: what a fetch may read, what its receiver has, and the stream of records.
@NullMarked
package dev.volary.remote.server.fetch;

import org.jspecify.annotations.NullMarked;

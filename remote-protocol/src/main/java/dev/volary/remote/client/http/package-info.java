/// Carrying requests over HTTP and TLS.
@NullMarked
package dev.volary.remote.client.http;

import org.jspecify.annotations.NullMarked;

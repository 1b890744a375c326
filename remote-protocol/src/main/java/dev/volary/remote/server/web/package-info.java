/// HTTP and TLS: what carries requests from afar, with limits on size, time and number.
@NullMarked
package dev.volary.remote.server.web;

import org.jspecify.annotations.NullMarked;

/// The sealed requests and answers that two ends exchange.
@NullMarked
package dev.volary.remote.message;

import org.jspecify.annotations.NullMarked;

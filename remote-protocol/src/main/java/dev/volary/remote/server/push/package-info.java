/// Receiving: verdicts before bytes, a quarantine for the bytes, and the step that makes them
/// count.
@NullMarked
package dev.volary.remote.server.push;

import org.jspecify.annotations.NullMarked;

/// The serving end: requests and what a depot answers, whatever carries them.
@NullMarked
package dev.volary.remote.server;

import org.jspecify.annotations.NullMarked;

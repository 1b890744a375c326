/// Patterns for the names of refs and volumes, and which of two is the more specific.
@NullMarked
package dev.volary.remote.access.pattern;

import org.jspecify.annotations.NullMarked;

/// The rules themselves: what a text of `access.config` says, and how it is edited.
@NullMarked
package dev.volary.remote.access.rules;

import org.jspecify.annotations.NullMarked;

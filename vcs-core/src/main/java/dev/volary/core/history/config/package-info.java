/// Settings in Git's configuration syntax, and the author they and the surroundings name.
@NullMarked
package dev.volary.core.history.config;

import org.jspecify.annotations.NullMarked;

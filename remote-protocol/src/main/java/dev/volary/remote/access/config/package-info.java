/// The strict part of Git's configuration syntax that rules are written in, line by line.
@NullMarked
package dev.volary.remote.access.config;

import org.jspecify.annotations.NullMarked;

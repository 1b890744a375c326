/// What output looks like.
@NullMarked
package dev.volary.cli.output;

import org.jspecify.annotations.NullMarked;

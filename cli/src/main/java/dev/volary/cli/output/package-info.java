/// Text, tables, JSON and progress: the only user of the standard streams.
@NullMarked
package dev.volary.cli.output;

import org.jspecify.annotations.NullMarked;

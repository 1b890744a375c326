/// The catalog and its file.
@NullMarked
package dev.volary.cli.docker.plugin.catalog;

import org.jspecify.annotations.NullMarked;

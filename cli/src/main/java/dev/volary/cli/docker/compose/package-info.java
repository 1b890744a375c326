/// Compose files: which volumes a project has, and the same project once more on other data.
@NullMarked
package dev.volary.cli.docker.compose;

import org.jspecify.annotations.NullMarked;

/// Containers that are stopped while their data is changed, and started again whatever happens.
@NullMarked
package dev.volary.cli.docker.restart;

import org.jspecify.annotations.NullMarked;

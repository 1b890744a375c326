/// Ways through the live tree, its base and its stat cache in step with a scan.
@NullMarked
package dev.volary.core.capture.walk;

import org.jspecify.annotations.NullMarked;

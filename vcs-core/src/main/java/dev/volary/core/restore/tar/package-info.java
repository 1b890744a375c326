/// Trees as tar streams (POSIX.1-2001 pax interchange format).
@NullMarked
package dev.volary.core.restore.tar;

import org.jspecify.annotations.NullMarked;

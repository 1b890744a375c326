/// Finding out what a restore has to do, without doing it.
@NullMarked
package dev.volary.core.restore.plan;

import org.jspecify.annotations.NullMarked;

/// Tree against tree: which entries, attributes and bytes differ between two roots.
@NullMarked
package dev.volary.core.diff;

import org.jspecify.annotations.NullMarked;

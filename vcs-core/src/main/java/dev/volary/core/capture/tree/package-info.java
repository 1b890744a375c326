/// From a scanned tree to directories, unread where nothing has changed.
@NullMarked
package dev.volary.core.capture.tree;

import org.jspecify.annotations.NullMarked;

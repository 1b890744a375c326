/// Linux as the rest of the core sees it: entries reached by byte names relative to open
/// directories, attributes, locks, reflinks and mapped files. The only user of `java.lang.foreign`.
@NullMarked
package dev.volary.core.linux;

import org.jspecify.annotations.NullMarked;

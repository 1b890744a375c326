/// What in a tree is not data: presets of known programs and ignore rules.
@NullMarked
package dev.volary.core.capture.rules;

import org.jspecify.annotations.NullMarked;

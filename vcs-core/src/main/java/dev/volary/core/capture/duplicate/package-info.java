/// Takes what changed of a tree in the moment its writers stand still, to be read when they go on:
/// snapshots, clones, copies.
@NullMarked
package dev.volary.core.capture.duplicate;

import org.jspecify.annotations.NullMarked;

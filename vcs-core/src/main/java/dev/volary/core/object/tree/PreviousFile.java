package dev.volary.core.object.tree;

import dev.volary.core.object.Content;
import dev.volary.core.object.ObjectSource;

/// The version of a file that a new one is likely to resemble.
///
/// @param source where all objects of its file map can be read
public record PreviousFile(ObjectSource source, Content content) {}

package dev.volary.core.capture.content;

import dev.volary.core.object.Content;
import dev.volary.core.object.ObjectSource;

/// What a file was in the base.
///
/// @param source where its objects can be read
/// @param size in bytes
public record PreviousVersion(ObjectSource source, Content content, long size) {}

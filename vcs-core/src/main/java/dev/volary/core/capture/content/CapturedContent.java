package dev.volary.core.capture.content;

import dev.volary.core.object.Content;

/// What was read of a file.
///
/// @param size how many bytes were there, holes included; less than asked for if the file shrank
public record CapturedContent(Content content, long size) {}

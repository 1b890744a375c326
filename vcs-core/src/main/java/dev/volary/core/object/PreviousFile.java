package dev.volary.core.object;

/// The version of a file that a new one is likely to resemble.
///
/// @param source where all objects of its file map can be read
public record PreviousFile(ObjectSource source, Content content) {}

package dev.volary.core.capture.rules;

import dev.volary.core.io.ByteString;

/// A directory of a tree that belongs to a known program.
///
/// @param path relative to the top, empty for the top itself
public record PresetSite(ByteString path, Preset preset) {}

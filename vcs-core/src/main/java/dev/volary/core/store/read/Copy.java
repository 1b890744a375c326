package dev.volary.core.store.read;

import dev.volary.core.store.manifest.UniqueName;

/// One of the places an object can be read from.
///
/// @param depth how many bases stand under it
/// @param condemned whether its pack is about to go
public record Copy(UniqueName pack, int offset, int slot, int depth, boolean condemned) {}

package dev.volary.core.store.pack;

import dev.volary.core.hash.ObjectId;
import dev.volary.core.store.manifest.PackKind;
import dev.volary.core.store.manifest.UniqueName;

/// What the manifest says about a finished pack.
///
/// @param sizeBytes length of the file
/// @param objects objects in it
/// @param sha256 digest of all bytes before it in the footer
public record PackFacts(
    UniqueName name, PackKind kind, long sizeBytes, int objects, ObjectId sha256) {}

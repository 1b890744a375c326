package dev.volary.core.capture;

import dev.volary.core.object.ObjectSource;

/// What a tree is now, without having been stored: comparing its root with the base's through
/// `objects` tells the changes.
///
/// Files that differ from the base only in what is a hole have the base's content, because that is
/// no change.
///
/// @param capture what was found; its stat cache speaks of the base and may be published
/// @param objects reads the stored objects and the new directories and file maps, but no new chunk
public record StatusResult(CaptureResult capture, ObjectSource objects) {}

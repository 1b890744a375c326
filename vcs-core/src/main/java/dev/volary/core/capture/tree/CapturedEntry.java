package dev.volary.core.capture.tree;

import dev.volary.core.linux.FileStat;
import dev.volary.core.object.Attributes;
import dev.volary.core.object.Node;

/// What was read of one entry.
///
/// @param stat its attributes after the reading
/// @param clean whether its next change is sure to show in those
/// @param torn whether it changed under every attempt to read it
/// @param readBytes how many bytes of content were read
record CapturedEntry(
    Attributes attributes, Node node, FileStat stat, boolean clean, boolean torn, long readBytes) {

  /// Returns this with content that was read later.
  CapturedEntry with(Node content, long contentBytes) {
    return new CapturedEntry(attributes, content, stat, clean, torn, contentBytes);
  }
}

package dev.volary.core.capture.tree;

import dev.volary.core.hash.ObjectId;
import dev.volary.core.io.ByteString;
import java.util.List;

/// What a scan became.
///
/// @param root the tree's top object
/// @param entries how many entries are beneath the top
/// @param bytes the sizes of the regular files, each counted once however many names it has
/// @param readEntries how many entries were read, the others being the base's
/// @param readBytes how many bytes of content were read
/// @param torn the entries that changed under every attempt to read them
public record CapturedTree(
    ObjectId root,
    long entries,
    long bytes,
    long readEntries,
    long readBytes,
    List<ByteString> torn) {
  public CapturedTree {
    torn = List.copyOf(torn);
  }
}

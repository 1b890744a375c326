package dev.volary.core.linux.layer;

import dev.volary.core.io.ByteString;
import java.util.SortedMap;
import java.util.TreeMap;

/// The notes that an overlay file system makes in the extended attributes of its layers, which it
/// hides from who looks through the mount.
final class LayerXattrs {
  private static final ByteString PREFIX = ByteString.utf8("trusted.overlay.");
  private static final ByteString OPAQUE = ByteString.utf8("trusted.overlay.opaque");
  private static final ByteString YES = ByteString.utf8("y");

  private LayerXattrs() {}

  static boolean isOpaque(SortedMap<ByteString, ByteString> all) {
    return all.getOrDefault(OPAQUE, ByteString.EMPTY).equals(YES);
  }

  static SortedMap<ByteString, ByteString> visible(SortedMap<ByteString, ByteString> all) {
    if (all.keySet().stream().noneMatch(each -> each.startsWith(PREFIX))) {
      return all;
    }
    SortedMap<ByteString, ByteString> rest = new TreeMap<>(all);
    rest.keySet().removeIf(each -> each.startsWith(PREFIX));
    return rest;
  }
}

package dev.volary.core.object;

import dev.volary.core.io.ByteString;
import dev.volary.core.object.Node.DirectoryNode;
import java.util.Optional;

/// One name in a directory and what it stands for.
///
/// @param name 1 to 255 bytes, without NUL and `/`, not `.` or `..`
/// @param linkGroup names the file's hard links, where at least two are in the tree
public record Entry(
    ByteString name, Attributes attributes, Optional<LinkGroup> linkGroup, Node node) {
  /// The longest name, in bytes.
  public static final int MAX_NAME = 255;

  public Entry {
    if (!isName(name)) {
      throw new IllegalArgumentException("an entry named '" + name + "'");
    }
    if (linkGroup.isPresent() && node instanceof DirectoryNode) {
      throw new IllegalArgumentException("the directory " + name + " has hard links");
    }
  }

  /// Tells whether an entry may have this name.
  public static boolean isName(ByteString name) {
    int size = name.size();
    if (size == 0 || size > MAX_NAME) {
      return false;
    }
    if (name.byteAt(0) == '.' && (size == 1 || size == 2 && name.byteAt(1) == '.')) {
      return false;
    }
    return name.indexOf((byte) 0, 0) < 0 && name.indexOf((byte) '/', 0) < 0;
  }
}

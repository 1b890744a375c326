package dev.volary.core.object;

import dev.volary.core.hash.ObjectId;
import dev.volary.core.io.ByteString;
import dev.volary.core.object.Content.ChunkContent;
import dev.volary.core.object.Content.EmptyContent;
import dev.volary.core.object.Content.MapContent;

/// What an entry is, with what only that type has.
public sealed interface Node {
  /// A regular file.
  ///
  /// @param size length in bytes, holes included
  record RegularNode(long size, Content content) implements Node {
    public RegularNode {
      boolean fits =
          switch (content) {
            case EmptyContent() -> size == 0;
            case ChunkContent(ObjectId id) -> size > 0 && size <= Extent.MAX_CHUNK;
            case MapContent(ObjectId id) -> size > 0;
          };
      if (!fits) {
        throw new IllegalArgumentException(size + " bytes in " + content);
      }
    }
  }

  /// A directory.
  ///
  /// @param id the first object of its entries
  record DirectoryNode(ObjectId id) implements Node {}

  /// A symbolic link.
  record SymlinkNode(ByteString target) implements Node {
    /// The longest target, in bytes.
    public static final int MAX_TARGET = 4095;

    public SymlinkNode {
      if (target.isEmpty() || target.size() > MAX_TARGET || target.indexOf((byte) 0, 0) >= 0) {
        throw new IllegalArgumentException("a link target of " + target.size() + " bytes");
      }
    }
  }

  /// A block or character device.
  record DeviceNode(boolean block, int major, int minor) implements Node {
    public DeviceNode {
      if (major < 0 || minor < 0) {
        throw new IllegalArgumentException("a device numbered " + major + ":" + minor);
      }
    }
  }

  /// A named pipe.
  record FifoNode() implements Node {}

  /// A socket.
  record SocketNode() implements Node {}
}

package dev.volary.core.object.tree;

import dev.volary.core.hash.ObjectId;
import dev.volary.core.io.ByteString;
import dev.volary.core.io.ByteWriter;
import dev.volary.core.object.Attributes;
import dev.volary.core.object.Content.ChunkContent;
import dev.volary.core.object.Content.EmptyContent;
import dev.volary.core.object.Content.MapContent;
import dev.volary.core.object.Entry;
import dev.volary.core.object.Node;
import dev.volary.core.object.Node.DeviceNode;
import dev.volary.core.object.Node.DirectoryNode;
import dev.volary.core.object.Node.FifoNode;
import dev.volary.core.object.Node.RegularNode;
import dev.volary.core.object.Node.SocketNode;
import dev.volary.core.object.Node.SymlinkNode;

/// Writes the entries of one leaf, each attribute only where it differs from the entry before.
final class EntryEncoder {
  /// In the low four bits of an entry's first byte: what it is.
  static final int EMPTY_FILE = 0;

  static final int CHUNK_FILE = 1;
  static final int MAP_FILE = 2;
  static final int DIRECTORY = 3;
  static final int SYMLINK = 4;
  static final int CHARACTER_DEVICE = 5;
  static final int BLOCK_DEVICE = 6;
  static final int FIFO = 7;
  static final int SOCKET = 8;

  /// Flags in the high four bits: what follows because it differs from the entry before.
  static final int ACCESS = 0x10;

  static final int TIME = 0x20;
  static final int XATTRS = 0x40;

  /// Flag: a link group follows.
  static final int LINKS = 0x80;

  /// What the first entry differs from.
  static final Attributes NOTHING = Attributes.plain(0, 0, 0, 0, 0);

  private final NameEncoder names = new NameEncoder();
  private Attributes previous = NOTHING;

  /// Writes `entry`, whose name must be greater than the one before.
  void write(ByteWriter out, Entry entry) {
    Attributes attributes = entry.attributes();
    int differs = differences(previous, attributes);
    out.u8(kind(entry.node()) | differs | (entry.linkGroup().isPresent() ? LINKS : 0));
    names.write(out, entry.name());
    write(out, attributes, differs);
    entry.linkGroup().ifPresent(group -> group.writeTo(out));
    write(out, entry.node());
    previous = attributes;
  }

  /// Writes `attributes` with all that `NOTHING` has, too.
  static void writeWhole(ByteWriter out, Attributes attributes) {
    new EntryEncoder().write(out, attributes, ACCESS | TIME | XATTRS);
  }

  /// Returns the last name written, or the empty one.
  ByteString last() {
    return names.last();
  }

  /// Returns the flags of what differs.
  static int differences(Attributes one, Attributes other) {
    boolean access =
        one.mode() != other.mode() || one.uid() != other.uid() || one.gid() != other.gid();
    boolean time =
        one.mtimeSeconds() != other.mtimeSeconds() || one.mtimeNanos() != other.mtimeNanos();
    boolean xattrs = !one.xattrs().equals(other.xattrs());
    return (access ? ACCESS : 0) | (time ? TIME : 0) | (xattrs ? XATTRS : 0);
  }

  private void write(ByteWriter out, Attributes attributes, int which) {
    if ((which & ACCESS) != 0) {
      out.varint(attributes.mode()).varint(attributes.uid()).varint(attributes.gid());
    }
    if ((which & TIME) != 0) {
      out.zigzag(attributes.mtimeSeconds() - previous.mtimeSeconds());
      out.varint(attributes.mtimeNanos());
    }
    if ((which & XATTRS) != 0) {
      out.varint(attributes.xattrs().size());
      attributes.xattrs().forEach((name, value) -> out.sized(name).sized(value));
    }
  }

  private static int kind(Node node) {
    return switch (node) {
      case RegularNode(long size, EmptyContent content) -> EMPTY_FILE;
      case RegularNode(long size, ChunkContent content) -> CHUNK_FILE;
      case RegularNode(long size, MapContent content) -> MAP_FILE;
      case DirectoryNode directory -> DIRECTORY;
      case SymlinkNode link -> SYMLINK;
      case DeviceNode device -> device.block() ? BLOCK_DEVICE : CHARACTER_DEVICE;
      case FifoNode fifo -> FIFO;
      case SocketNode socket -> SOCKET;
    };
  }

  private static void write(ByteWriter out, Node node) {
    switch (node) {
      case RegularNode(long size, EmptyContent content) -> {}
      case RegularNode(long size, ChunkContent(ObjectId id)) -> id.writeTo(out.varint(size));
      case RegularNode(long size, MapContent(ObjectId id)) -> id.writeTo(out.varint(size));
      case DirectoryNode(ObjectId id) -> id.writeTo(out);
      case SymlinkNode(ByteString target) -> out.sized(target);
      case DeviceNode device -> out.varint(device.major()).varint(device.minor());
      case FifoNode fifo -> {}
      case SocketNode socket -> {}
    }
  }
}

package dev.volary.core.object.tree;

import dev.volary.core.hash.ObjectId;
import dev.volary.core.io.ByteReader;
import dev.volary.core.io.ByteString;
import dev.volary.core.object.Attributes;
import dev.volary.core.object.Content.ChunkContent;
import dev.volary.core.object.Content.EmptyContent;
import dev.volary.core.object.Content.MapContent;
import dev.volary.core.object.Entry;
import dev.volary.core.object.Extent;
import dev.volary.core.object.LinkGroup;
import dev.volary.core.object.Node;
import dev.volary.core.object.Node.DeviceNode;
import dev.volary.core.object.Node.DirectoryNode;
import dev.volary.core.object.Node.FifoNode;
import dev.volary.core.object.Node.RegularNode;
import dev.volary.core.object.Node.SocketNode;
import dev.volary.core.object.Node.SymlinkNode;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Reads what [EntryEncoder] wrote, and nothing it would have written otherwise.
final class EntryDecoder {
  private static final int KIND = 0x0f;

  private final NameDecoder names;
  private Attributes previous = EntryEncoder.NOTHING;

  /// A decoder of entries within `plain`, the array of the reader used.
  EntryDecoder(byte[] plain) {
    this.names = new NameDecoder(plain);
  }

  /// Reads the next entry.
  Entry read(ByteReader in) {
    int head = in.u8();
    ByteString name = names.read(in);
    Attributes attributes = readAttributes(in, head);
    if ((EntryEncoder.differences(previous, attributes) | head & EntryEncoder.LINKS)
        != (head & ~KIND)) {
      throw in.corrupt("an attribute is written though it did not change");
    }
    Optional<LinkGroup> group =
        (head & EntryEncoder.LINKS) != 0 ? Optional.of(LinkGroup.read(in)) : Optional.empty();
    previous = attributes;
    return new Entry(name, attributes, group, readNode(in, head & KIND));
  }

  /// Reads what [EntryEncoder#writeWhole] wrote.
  static Attributes readWhole(ByteReader in) {
    int all = EntryEncoder.ACCESS | EntryEncoder.TIME | EntryEncoder.XATTRS;
    return new EntryDecoder(new byte[0]).readAttributes(in, all);
  }

  private Attributes readAttributes(ByteReader in, int which) {
    if ((which & (EntryEncoder.ACCESS | EntryEncoder.TIME | EntryEncoder.XATTRS)) == 0) {
      return previous;
    }
    int mode = previous.mode();
    long uid = previous.uid();
    long gid = previous.gid();
    if ((which & EntryEncoder.ACCESS) != 0) {
      mode = (int) in.varint(Attributes.MAX_MODE);
      uid = in.varint(Attributes.MAX_OWNER);
      gid = in.varint(Attributes.MAX_OWNER);
    }
    long seconds = previous.mtimeSeconds();
    int nanos = previous.mtimeNanos();
    if ((which & EntryEncoder.TIME) != 0) {
      seconds += in.zigzag();
      nanos = (int) in.varint(Attributes.MAX_NANOS);
    }
    SortedMap<ByteString, ByteString> xattrs =
        (which & EntryEncoder.XATTRS) != 0 ? readXattrs(in) : previous.xattrs();
    return new Attributes(mode, uid, gid, seconds, nanos, xattrs);
  }

  private static SortedMap<ByteString, ByteString> readXattrs(ByteReader in) {
    int count = (int) in.varint(Attributes.MAX_XATTR_TOTAL / Attributes.XATTR_OVERHEAD);
    SortedMap<ByteString, ByteString> xattrs = new TreeMap<>();
    ByteString last = ByteString.EMPTY;
    for (int i = 0; i < count; i++) {
      ByteString name = in.sized(Attributes.MAX_XATTR_NAME);
      if (name.compareTo(last) <= 0) {
        throw in.corrupt("its extended attributes are out of order");
      }
      xattrs.put(name, in.sized(Attributes.MAX_XATTR_VALUE));
      last = name;
    }
    return xattrs;
  }

  private static Node readNode(ByteReader in, int kind) {
    return switch (kind) {
      case EntryEncoder.EMPTY_FILE -> new RegularNode(0, new EmptyContent());
      case EntryEncoder.CHUNK_FILE ->
          new RegularNode(in.varint(Extent.MAX_CHUNK), new ChunkContent(ObjectId.read(in)));
      case EntryEncoder.MAP_FILE ->
          new RegularNode(in.varint(Long.MAX_VALUE), new MapContent(ObjectId.read(in)));
      case EntryEncoder.DIRECTORY -> new DirectoryNode(ObjectId.read(in));
      case EntryEncoder.SYMLINK -> new SymlinkNode(in.sized(SymlinkNode.MAX_TARGET));
      case EntryEncoder.CHARACTER_DEVICE, EntryEncoder.BLOCK_DEVICE ->
          new DeviceNode(
              kind == EntryEncoder.BLOCK_DEVICE,
              (int) in.varint(Integer.MAX_VALUE),
              (int) in.varint(Integer.MAX_VALUE));
      case EntryEncoder.FIFO -> new FifoNode();
      case EntryEncoder.SOCKET -> new SocketNode();
      default -> throw in.corrupt("there is no entry type " + kind);
    };
  }
}

package dev.volary.core.object.tree;

import dev.volary.core.hash.ObjectId;
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
import dev.volary.fixtures.Seeds;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/// Entries of every type, with attributes that often repeat.
final class RandomEntries {
  private RandomEntries() {}

  static SortedMap<ByteString, Entry> directory(RandomGenerator random, int count) {
    SortedMap<ByteString, Entry> entries = new TreeMap<>();
    Attributes attributes = attributes(random);
    while (entries.size() < count) {
      attributes = random.nextInt(3) == 0 ? attributes(random) : attributes;
      Entry entry = entry(random, name(random), attributes);
      entries.put(entry.name(), entry);
    }
    return entries;
  }

  static Entry entry(RandomGenerator random, ByteString name, Attributes attributes) {
    Node node = node(random);
    Optional<LinkGroup> group =
        random.nextInt(8) == 0 && !(node instanceof DirectoryNode)
            ? Optional.of(new LinkGroup(random.nextLong(), random.nextLong()))
            : Optional.empty();
    return new Entry(name, attributes, group, node);
  }

  /// A regular file of one chunk, the same for the same number.
  static Entry file(long number) {
    ByteString name = ByteString.utf8("file-%07d.dat".formatted(number));
    return file(name, 1_700_000_000L + number % 7, id(Seeds.generator(number)));
  }

  static Entry file(ByteString name, long mtimeSeconds, ObjectId chunk) {
    return new Entry(
        name,
        Attributes.plain(0644, 1000, 1000, mtimeSeconds, 123_456_789),
        Optional.empty(),
        new RegularNode(4096, new ChunkContent(chunk)));
  }

  static ByteString name(RandomGenerator random) {
    while (true) {
      int length = random.nextInt(20) == 0 ? 255 : 1 + random.nextInt(12);
      byte[] bytes = Seeds.bytes(random, length);
      if (random.nextBoolean()) {
        for (int i = 0; i < length; i++) {
          bytes[i] = (byte) ('a' + (bytes[i] & 3));
        }
      }
      ByteString name = ByteString.of(bytes);
      if (Entry.isName(name)) {
        return name;
      }
    }
  }

  static Attributes attributes(RandomGenerator random) {
    SortedMap<ByteString, ByteString> xattrs = new TreeMap<>();
    int count = random.nextInt(4) == 0 ? 1 + random.nextInt(3) : 0;
    for (int i = 0; i < count; i++) {
      xattrs.put(
          ByteString.utf8("user." + random.nextInt(9)),
          ByteString.of(Seeds.bytes(random, random.nextInt(40))));
    }
    return new Attributes(
        random.nextInt(4096),
        random.nextInt(3) * 1000L,
        random.nextLong(Attributes.MAX_OWNER + 1),
        random.nextInt(5) == 0 ? random.nextLong() : random.nextLong(-10, 2_000_000_000),
        random.nextBoolean() ? 0 : random.nextInt(1_000_000_000),
        xattrs);
  }

  static ObjectId id(RandomGenerator random) {
    return new ObjectId(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
  }

  private static Node node(RandomGenerator random) {
    return switch (random.nextInt(10)) {
      case 0 -> new RegularNode(0, new EmptyContent());
      case 1 -> new RegularNode(1 + random.nextLong(Long.MAX_VALUE), new MapContent(id(random)));
      case 2 -> new DirectoryNode(id(random));
      case 3 -> new SymlinkNode(ByteString.utf8("x".repeat(1 + random.nextInt(99))));
      case 4 ->
          new DeviceNode(
              random.nextBoolean(), random.nextInt(1 << 12), random.nextInt(Integer.MAX_VALUE));
      case 5 -> new FifoNode();
      case 6 -> new SocketNode();
      default ->
          new RegularNode(1 + random.nextInt(Extent.MAX_CHUNK), new ChunkContent(id(random)));
    };
  }
}

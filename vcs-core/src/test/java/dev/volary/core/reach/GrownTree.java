package dev.volary.core.reach;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.hash.ObjectHash;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.hash.ObjectKind;
import dev.volary.core.io.ByteString;
import dev.volary.core.object.Attributes;
import dev.volary.core.object.Entry;
import dev.volary.core.object.NewObject;
import dev.volary.core.object.Node;
import dev.volary.core.object.ObjectSink;
import dev.volary.core.object.ObjectSource;
import dev.volary.core.object.tree.DirectoryWriter;
import dev.volary.core.object.tree.FileMapWriter;
import dev.volary.core.object.tree.Top;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/// Trees on the heap whose chunks are named and nowhere stored, so that reading one fails.
final class GrownTree implements ObjectSource, ObjectSink {
  private static final int CHUNK_LENGTH = 20_000;

  final Map<ObjectId, NewObject> objects = new HashMap<>();
  final Set<ObjectId> chunks = new HashSet<>();
  private final Map<ObjectId, Long> numbers = new HashMap<>();
  private final RandomGenerator random;
  int reads;

  GrownTree(RandomGenerator random) {
    this.random = random;
  }

  /// Grows a tree with some equal parts and returns its root.
  ObjectId grow() {
    return new Top(attributes(), directory(3)).write(this);
  }

  /// Returns a root over a directory of `count` small files.
  ObjectId wide(int count) {
    DirectoryWriter writer = new DirectoryWriter(this);
    for (int i = 0; i < count; i++) {
      writer.add(entry("file%07d".formatted(i), file(1)));
    }
    return new Top(attributes(), writer.finish()).write(this);
  }

  /// Returns a root over directories one in the other.
  ObjectId deep(int levels) {
    ObjectId below = new DirectoryWriter(this).finish();
    for (int i = 0; i < levels; i++) {
      DirectoryWriter writer = new DirectoryWriter(this);
      writer.add(entry("d", new Node.DirectoryNode(below)));
      below = writer.finish();
    }
    return new Top(attributes(), below).write(this);
  }

  private ObjectId directory(int height) {
    DirectoryWriter writer = new DirectoryWriter(this);
    for (int i = random.nextInt(12); i >= 0; i--) {
      boolean folder = height > 0 && random.nextBoolean();
      Node node = folder ? new Node.DirectoryNode(directory(height - 1)) : file(random.nextInt(9));
      writer.add(entry("entry" + (char) ('z' - i), node));
    }
    return writer.finish();
  }

  private Node file(int count) {
    FileMapWriter writer = new FileMapWriter(this);
    for (int i = 0; i < count; i++) {
      byte[] name = Integer.toString(random.nextInt(100)).getBytes(StandardCharsets.UTF_8);
      ObjectId id = ObjectHash.of(ObjectKind.CHUNK, name);
      chunks.add(id);
      writer.chunk(id, CHUNK_LENGTH);
    }
    long size = writer.length();
    return new Node.RegularNode(size, writer.finish());
  }

  private static Entry entry(String name, Node node) {
    return new Entry(ByteString.utf8(name), attributes(), Optional.empty(), node);
  }

  private static Attributes attributes() {
    return Attributes.plain(0755, 0, 0, 0, 0);
  }

  /// Tells numbers as a store does, but for every tenth object, which it says it does not have.
  Optional<Long> numberOf(ObjectId id) {
    long number = numbers.computeIfAbsent(id, key -> (long) numbers.size());
    return number % 10 == 9 ? Optional.empty() : Optional.of(number);
  }

  @Override
  public byte[] read(ObjectKind kind, ObjectId id) {
    reads++;
    NewObject object = objects.get(id);
    if (object == null || object.kind() != kind) {
      throw new VolaryException(Fault.NOT_FOUND, kind + " " + id + " is not here");
    }
    return object.plain().clone();
  }

  @Override
  public boolean has(ObjectId id) {
    return objects.containsKey(id);
  }

  @Override
  public void put(NewObject object) {
    objects.put(object.id(), object);
  }
}

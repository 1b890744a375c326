package dev.volary.core.diff;

import dev.volary.core.hash.ObjectId;
import dev.volary.core.io.ByteString;
import dev.volary.core.object.Attributes;
import dev.volary.core.object.Content;
import dev.volary.core.object.Entry;
import dev.volary.core.object.Node;
import dev.volary.core.object.tree.DirectoryWriter;
import dev.volary.core.object.tree.FileMapWriter;
import dev.volary.core.object.tree.Top;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.TreeMap;

/// A tree on the heap that tests change and write.
final class ModelTree {
  private static final Attributes ATTRIBUTES = Attributes.plain(0644, 1, 2, 3, 4);

  private final HeldObjects objects;

  /// What stands at a name: a directory if it has members, else a leaf.
  private static final class Member {
    final TreeMap<ByteString, Member> members = new TreeMap<>();
    Optional<Node> node = Optional.empty();
    Attributes attributes = ATTRIBUTES;
  }

  private final Member top = new Member();

  ModelTree(HeldObjects objects) {
    this.objects = objects;
  }

  ModelTree file(String path, String text) {
    return node(path, file(objects, text));
  }

  ModelTree node(String path, Node node) {
    Member member = at(path);
    member.node = Optional.of(node);
    member.members.clear();
    return this;
  }

  ModelTree attributes(String path, Attributes attributes) {
    at(path).attributes = attributes;
    return this;
  }

  ModelTree remove(String path) {
    int slash = path.lastIndexOf('/');
    Member parent = slash < 0 ? top : at(path.substring(0, slash));
    parent.members.remove(ByteString.utf8(path.substring(slash + 1)));
    return this;
  }

  ModelTree move(String from, String to) {
    Member moved = at(from);
    remove(from);
    int slash = to.lastIndexOf('/');
    Member parent = slash < 0 ? top : at(to.substring(0, slash));
    parent.members.put(ByteString.utf8(to.substring(slash + 1)), moved);
    return this;
  }

  ObjectId write() {
    return new Top(top.attributes, write(top)).write(objects);
  }

  static Node file(HeldObjects objects, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    FileMapWriter map = new FileMapWriter(objects);
    if (bytes.length > 0) {
      map.chunk(objects.chunk(bytes), bytes.length);
    }
    Content content = map.finish();
    return new Node.RegularNode(bytes.length, content);
  }

  private ObjectId write(Member directory) {
    DirectoryWriter writer = new DirectoryWriter(objects);
    directory.members.forEach((name, member) ->
        writer.add(
            new Entry(
                name,
                member.attributes,
                Optional.empty(),
                member.node.orElseGet(() -> new Node.DirectoryNode(write(member))))));
    return writer.finish();
  }

  private Member at(String path) {
    Member member = top;
    if (path.isEmpty()) {
      return member;
    }
    for (String name : path.split("/")) {
      member = member.members.computeIfAbsent(ByteString.utf8(name), n -> new Member());
    }
    return member;
  }
}

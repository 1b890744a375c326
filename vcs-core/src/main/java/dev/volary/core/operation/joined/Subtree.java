package dev.volary.core.operation.joined;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.hash.ObjectKind;
import dev.volary.core.io.ByteString;
import dev.volary.core.object.Entry;
import dev.volary.core.object.NewObject;
import dev.volary.core.object.Node;
import dev.volary.core.object.ObjectSink;
import dev.volary.core.object.ObjectSource;
import dev.volary.core.object.tree.DirectoryReader;
import dev.volary.core.object.tree.Top;
import java.util.ArrayList;
import java.util.List;

/// One directory of a tree, such as a subvolume, as a tree of its own: its top is made here, the
/// rest is in the store.
public final class Subtree implements ObjectSource {
  private final ObjectSource objects;
  private final NewObject top;

  private Subtree(ObjectSource objects, NewObject top) {
    this.objects = objects;
    this.top = top;
  }

  /// The directory at `path` in the tree `root`; NOT_FOUND where there is none.
  public static Subtree of(ObjectSource objects, ObjectId root, ByteString path) {
    DirectoryReader reader = new DirectoryReader(objects);
    Top at = Top.read(objects, root);
    int start = 0;
    while (start < path.size()) {
      int slash = path.indexOf((byte) '/', start);
      int end = slash < 0 ? path.size() : slash;
      ByteString name = path.substring(start, end);
      start = end + 1;
      if (!name.isEmpty()) {
        at = inside(reader, at, name, path);
      }
    }
    List<NewObject> made = new ArrayList<>();
    at.write(
        new ObjectSink() {
          @Override
          public boolean has(ObjectId id) {
            return false;
          }

          @Override
          public void put(NewObject object) {
            made.add(object);
          }
        });
    return new Subtree(objects, made.getFirst());
  }

  private static Top inside(DirectoryReader reader, Top at, ByteString name, ByteString path) {
    Entry entry =
        reader.find(at.directory(), name).orElseThrow(() -> missing(path, "is not in the commit"));
    if (!(entry.node() instanceof Node.DirectoryNode(ObjectId directory))) {
      throw missing(path, "is no directory of the commit");
    }
    return new Top(entry.attributes(), directory);
  }

  private static VolaryException missing(ByteString path, String what) {
    return new VolaryException(
        Fault.NOT_FOUND, path + " " + what + ": `volary ls` shows what there is");
  }

  /// Returns the root of the tree.
  public ObjectId root() {
    return top.id();
  }

  @Override
  public byte[] read(ObjectKind kind, ObjectId id) {
    return kind == ObjectKind.DIRECTORY && id.equals(top.id())
        ? top.plain().clone()
        : objects.read(kind, id);
  }
}

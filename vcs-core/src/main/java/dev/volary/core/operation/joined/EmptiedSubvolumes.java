package dev.volary.core.operation.joined;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.io.ByteString;
import dev.volary.core.linux.DirectoryHandle;
import dev.volary.core.object.Entry;
import dev.volary.core.object.Node;
import dev.volary.core.object.ObjectSource;
import dev.volary.core.object.tree.DirectoryReader;
import dev.volary.core.object.tree.Top;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/// Keeps one emptied subvolume from becoming the new truth: among larger ones its loss would not
/// show in what is left of the whole.
public final class EmptiedSubvolumes {
  private EmptiedSubvolumes() {}

  /// Fails with CONFLICT where a subvolume of `top` is empty that has entries in the tree `root`.
  public static void refuse(DirectoryHandle top, ObjectSource objects, ObjectId root)
      throws IOException {
    if (top.subvolumes().isEmpty()) {
      return;
    }
    DirectoryReader reader = new DirectoryReader(objects);
    ObjectId before = Top.read(objects, root).directory();
    for (Map.Entry<ByteString, DirectoryHandle> each : top.subvolumes().entrySet()) {
      Optional<Entry> entry = reader.find(before, each.getKey());
      if (entry.isPresent()
          && entry.get().node() instanceof Node.DirectoryNode(ObjectId content)
          && reader.count(content) > 0
          && each.getValue().names().isEmpty()) {
        throw new VolaryException(
            Fault.CONFLICT,
            "the subvolume %s is empty, but the last commit has %d entries in it; look whether a disk or Docker volume is missing, or commit with --allow-shrink if it is meant"
                .formatted(each.getKey(), reader.count(content)));
      }
    }
  }
}

package dev.volary.core.operation.copy;

import dev.volary.core.hash.ObjectId;
import dev.volary.core.io.ByteString;
import dev.volary.core.object.Entry;
import dev.volary.core.object.Node;
import dev.volary.core.object.ObjectSource;
import dev.volary.core.object.tree.DirectoryReader;
import dev.volary.core.object.tree.Top;
import dev.volary.core.restore.entry.DeepStack;
import dev.volary.core.scan.DirectoryFilter;
import java.io.IOException;
import java.util.Iterator;
import java.util.Optional;

/// Tells whether a tree can lie under an overlay and be seen through it as it is.
final class Fitness {
  private static final ByteString NOTES = ByteString.utf8("trusted.overlay.");

  private final DirectoryReader reader;

  private Fitness(ObjectSource source) {
    this.reader = new DirectoryReader(source);
  }

  /// Returns why the tree `root` can't, if so: a clause to follow "because".
  ///
  /// @param filter what must not be in a live copy though the tree has it
  static Optional<String> obstacle(ObjectSource source, ObjectId root, DirectoryFilter filter)
      throws IOException {
    ObjectId top = Top.read(source, root).directory();
    return DeepStack.run(() -> new Fitness(source).look(top, filter));
  }

  private Optional<String> look(ObjectId directory, DirectoryFilter filter) {
    for (Iterator<Entry> each = reader.entries(directory); each.hasNext(); ) {
      Entry entry = each.next();
      Optional<String> found = look(entry, filter);
      if (found.isEmpty() && entry.node() instanceof Node.DirectoryNode(ObjectId id)) {
        found = look(id, filter.inside(entry.name()));
      }
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> look(Entry entry, DirectoryFilter filter) {
    if (entry.linkGroup().isPresent()) {
      return Optional.of(
          "it has hard links (%s), which an overlay breaks when one is written to"
              .formatted(entry.name()));
    }
    if (entry.node() instanceof Node.DeviceNode(boolean block, int major, int minor)
        && !block
        && major == 0
        && minor == 0) {
      return Optional.of("the device 0/0 %s would hide itself".formatted(entry.name()));
    }
    if (entry.attributes().xattrs().keySet().stream().anyMatch(name -> name.startsWith(NOTES))) {
      return Optional.of("%s has attributes of another overlay".formatted(entry.name()));
    }
    boolean directory = entry.node() instanceof Node.DirectoryNode;
    return filter.neverData(entry.name(), directory)
        ? Optional.of("%s must not be in a live copy".formatted(entry.name()))
        : Optional.empty();
  }
}

package dev.volary.core.operation;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.hash.ObjectKind;
import dev.volary.core.io.ByteString;
import dev.volary.core.object.Attributes;
import dev.volary.core.object.Entry;
import dev.volary.core.object.Extent;
import dev.volary.core.object.Node;
import dev.volary.core.object.ObjectSource;
import dev.volary.core.object.tree.DirectoryReader;
import dev.volary.core.object.tree.FileMapReader;
import dev.volary.core.object.tree.Top;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Iterator;
import java.util.Optional;

/// Looks into the tree of a commit without restoring it.
public final class TreeBrowser {
  private static final byte[] ZEROS = new byte[64 << 10];

  private final ObjectSource source;
  private final DirectoryReader directories;

  /// A browser of the trees in `source`.
  public TreeBrowser(ObjectSource source) {
    this.source = source;
    this.directories = new DirectoryReader(source);
  }

  /// What stands at a path: an entry, or the volume's top directory, which has no name.
  ///
  /// @param attributes its own
  /// @param node what it is
  public record Found(Attributes attributes, Node node) {}

  /// Returns what stands at `path` (names divided by `/`; empty or `.` means the top).
  public Optional<Found> find(ObjectId root, ByteString path) {
    Top top = Top.read(source, root);
    Found found = new Found(top.attributes(), new Node.DirectoryNode(top.directory()));
    int from = 0;
    while (from < path.size()) {
      int slash = path.indexOf((byte) '/', from);
      int end = slash < 0 ? path.size() : slash;
      ByteString name = path.substring(from, end);
      from = end + 1;
      if (name.isEmpty() || name.equals(ByteString.utf8("."))) {
        continue;
      }
      if (!(found.node() instanceof Node.DirectoryNode(ObjectId directory))) {
        return Optional.empty();
      }
      Optional<Entry> entry = directories.find(directory, name);
      if (entry.isEmpty()) {
        return Optional.empty();
      }
      found = new Found(entry.get().attributes(), entry.get().node());
    }
    return Optional.of(found);
  }

  /// Returns what stands at `path`, or fails with NOT_FOUND; `shown` is how the commit was named.
  public Found require(ObjectId root, ByteString path, String shown) {
    return find(root, path)
        .orElseThrow(() ->
            new VolaryException(
                Fault.NOT_FOUND,
                "there is no %s in %s: `volary ls %s` shows what there is"
                    .formatted(path, shown, shown)));
  }

  /// Returns the entries of a directory, ordered by name.
  public Iterator<Entry> entries(Node.DirectoryNode directory) {
    return directories.entries(directory.id());
  }

  /// Writes the bytes of a file, holes as zeros.
  public void copy(Node.RegularNode file, OutputStream out) throws IOException {
    Iterator<Extent> extents = new FileMapReader(source).extents(file.content(), file.size());
    while (extents.hasNext()) {
      Extent extent = extents.next();
      if (extent.chunk().isPresent()) {
        out.write(source.read(ObjectKind.CHUNK, extent.chunk().get()));
      } else {
        zeros(out, extent.length());
      }
    }
  }

  private static void zeros(OutputStream out, long count) throws IOException {
    for (long left = count; left > 0; left -= ZEROS.length) {
      out.write(ZEROS, 0, (int) Math.min(left, ZEROS.length));
    }
  }
}

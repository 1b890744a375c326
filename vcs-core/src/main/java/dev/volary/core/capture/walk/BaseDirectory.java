package dev.volary.core.capture.walk;

import dev.volary.core.hash.ObjectId;
import dev.volary.core.io.ByteString;
import dev.volary.core.object.Entry;
import dev.volary.core.object.Node;
import dev.volary.core.object.ObjectSource;
import dev.volary.core.object.PreviousDirectory;
import dev.volary.core.object.tree.DirectoryReader;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The base's directory at the place of a live one, looked up only if it is asked for: subtrees
/// without a change are never decoded. Not thread-safe.
public final class BaseDirectory {
  private final ObjectSource source;
  private final @Nullable BaseDirectory parent;
  private final ByteString name;
  private boolean known;
  private Optional<Entry> entry = Optional.empty();
  private Optional<ObjectId> id = Optional.empty();

  private BaseDirectory(ObjectSource source, @Nullable BaseDirectory parent, ByteString name) {
    this.source = source;
    this.parent = parent;
    this.name = name;
  }

  /// The base's top; `directory` is empty where there is no base.
  public static BaseDirectory top(ObjectSource source, Optional<ObjectId> directory) {
    BaseDirectory top = new BaseDirectory(source, null, ByteString.EMPTY);
    top.id = directory;
    top.known = true;
    return top;
  }

  /// The directory of that name in it.
  public BaseDirectory child(ByteString childName) {
    return new BaseDirectory(source, this, childName);
  }

  /// Returns the directory's first object; nothing where the base has no directory here.
  public Optional<ObjectId> id() {
    resolve();
    return id;
  }

  /// Returns what the base's directory above says of this one.
  public Optional<Entry> entry() {
    resolve();
    return entry;
  }

  /// Returns it as what a new directory resembles.
  public Optional<PreviousDirectory> previous() {
    return id().map(directory -> new PreviousDirectory(source, directory));
  }

  /// Returns a cursor before the first entry.
  public BaseCursor cursor() {
    return new BaseCursor(new DirectoryReader(source), id());
  }

  private void resolve() {
    if (known || parent == null) {
      return;
    }
    known = true;
    entry =
        parent
            .id()
            .flatMap(above -> new DirectoryReader(source).find(above, name))
            .filter(found -> found.node() instanceof Node.DirectoryNode);
    id = entry.map(found -> ((Node.DirectoryNode) found.node()).id());
  }
}

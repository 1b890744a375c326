package dev.volary.core.worktree.layer;

import dev.volary.core.hash.ObjectId;
import dev.volary.core.worktree.WorktreeId;
import java.nio.file.Path;

/// Where shared checkouts and layers stand.
///
/// @param directory the folder of both, which may be missing
public record CopyPlaces(Path directory) {
  /// The folder of all shared checkouts.
  public Path checkouts() {
    return directory.resolve("checkouts");
  }

  /// The shared checkout of a tree.
  public Checkout checkout(ObjectId root) {
    return new Checkout(checkouts().resolve(root.toHex()));
  }

  /// The folder of the layers of all worktrees.
  public Path layers() {
    return directory.resolve("layers");
  }

  /// The layers of a worktree.
  public Layers layers(WorktreeId id) {
    return new Layers(layers().resolve(id.text()));
  }

  /// Where the layers of a worktree that was removed are until they are deleted.
  public Path gone(WorktreeId id) {
    return layers().resolve(id.text() + ".gone");
  }
}

package dev.volary.core.diff;

import dev.volary.core.io.ByteString;
import java.util.Collection;
import java.util.List;

/// Which part of a tree is looked at: some paths with all that lies below them. A subvolume is the
/// path of one top-level directory.
public final class PathFilter {
  /// The whole tree, the top directory included.
  public static final PathFilter ALL = new PathFilter(List.of(ByteString.EMPTY));

  private final List<ByteString> paths;

  private PathFilter(List<ByteString> paths) {
    this.paths = paths;
  }

  /// Returns a filter for `paths`, relative to the top and joined by `/`; the empty path is the
  /// whole tree. A slash at the end is ignored.
  public static PathFilter of(Collection<ByteString> paths) {
    return new PathFilter(paths.stream().map(PathFilter::trimmed).sorted().distinct().toList());
  }

  /// Returns the paths asked for.
  public List<ByteString> paths() {
    return paths;
  }

  /// Tells whether this is the whole tree.
  public boolean isAll() {
    return paths.contains(ByteString.EMPTY);
  }

  /// Tells whether `path` is asked for, itself or with a directory above it.
  public boolean covers(ByteString path) {
    return paths.stream().anyMatch(asked -> isAtOrBelow(path, asked));
  }

  /// Tells whether something at or below `path` can be asked for.
  public boolean reaches(ByteString path) {
    return paths.stream().anyMatch(asked -> isAtOrBelow(path, asked) || isAtOrBelow(asked, path));
  }

  private static boolean isAtOrBelow(ByteString path, ByteString above) {
    return above.isEmpty()
        || path.startsWith(above)
            && (path.size() == above.size() || path.byteAt(above.size()) == '/');
  }

  private static ByteString trimmed(ByteString path) {
    int end = path.size();
    while (end > 0 && path.byteAt(end - 1) == '/') {
      end--;
    }
    return path.substring(0, end);
  }
}

package dev.volary.core.restore.entry;

import dev.volary.core.io.ByteString;
import dev.volary.core.linux.DirectoryHandle;
import java.io.IOException;

/// The directory that holds the last component of a path, opened component by component.
///
/// @param name the last component
public record Reached(DirectoryHandle directory, ByteString name, boolean isTop)
    implements AutoCloseable {

  /// Opens the directory of `path` beneath `top`.
  public static Reached open(DirectoryHandle top, ByteString path) throws IOException {
    DirectoryHandle at = top;
    int start = 0;
    int slash = path.indexOf((byte) '/', 0);
    while (slash >= 0) {
      DirectoryHandle above = at;
      try {
        at = above.openDirectory(path.substring(start, slash));
      } finally {
        if (start > 0) {
          above.close();
        }
      }
      start = slash + 1;
      slash = path.indexOf((byte) '/', start);
    }
    return new Reached(at, path.substring(start, path.size()), start == 0);
  }

  @Override
  public void close() {
    if (!isTop) {
      directory.close();
    }
  }
}

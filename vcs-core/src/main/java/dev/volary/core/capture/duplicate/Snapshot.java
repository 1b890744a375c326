package dev.volary.core.capture.duplicate;

import dev.volary.core.io.ByteString;
import dev.volary.core.linux.DirectoryHandle;
import dev.volary.core.linux.LinuxException;
import java.io.IOException;

/// A tree as it was at one moment. What is read of it looks as if it were read of the tree itself.
///
/// Closing removes it.
public final class Snapshot implements AutoCloseable {
  private final DirectoryHandle place;
  private final ByteString name;
  private final DirectoryHandle top;

  /// The snapshot `name` in `place`, in which `top` is the tree's top; owns both handles.
  Snapshot(DirectoryHandle place, ByteString name, DirectoryHandle top) {
    this.place = place;
    this.name = name;
    this.top = top;
  }

  /// Returns the tree's top in it.
  public DirectoryHandle top() {
    return top;
  }

  @Override
  public void close() throws IOException {
    top.close();
    try (place) {
      place.removeSubvolume(name);
    } catch (LinuxException e) {
      // What was captured is whole, and the next collection of garbage tries again.
    }
  }
}

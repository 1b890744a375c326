package dev.volary.core.capture;

import dev.volary.core.linux.DirectoryHandle;
import dev.volary.core.scan.DirectoryFilter;
import dev.volary.core.scan.UnheldAttributes;
import java.nio.file.Path;
import java.util.Optional;

/// What to capture, and compared with what.
///
/// @param top the tree's top; it stays open
/// @param base what the tree is based on; nothing for a first capture
/// @param statCache the file of what was clean in the base; it need not exist
/// @param filter what is not data
/// @param unheld what the tree can't hold of its base
public record CaptureRequest(
    DirectoryHandle top,
    Optional<Baseline> base,
    Optional<Path> statCache,
    DirectoryFilter filter,
    UnheldAttributes unheld,
    CaptureOptions options) {

  /// Returns this with a second look at the attributes when everything was read.
  public CaptureRequest lookingTwice() {
    return new CaptureRequest(top, base, statCache, filter, unheld, options.lookingTwice());
  }

  /// Returns this for a copy of the tree, whose top is `copy`.
  CaptureRequest of(DirectoryHandle copy) {
    return new CaptureRequest(copy, base, statCache, filter, unheld, options);
  }

  /// Returns this with what an earlier capture found as its base.
  CaptureRequest after(CaptureResult earlier) {
    var found = new Baseline(earlier.root(), earlier.entries(), earlier.bytes());
    return new CaptureRequest(
        top, Optional.of(found), Optional.of(earlier.statCache()), filter, unheld, options);
  }
}

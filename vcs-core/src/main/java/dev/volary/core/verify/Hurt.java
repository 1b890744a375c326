package dev.volary.core.verify;

import dev.volary.core.io.ByteString;
import java.util.List;

/// A file or directory that cannot be had whole.
///
/// @param path below the volume's top; empty for the top itself
/// @param roots in which of them, the first few
/// @param moreRoots in how many others
public record Hurt(ByteString path, List<VerifyRoot> roots, long moreRoots) {
  public Hurt {
    roots = List.copyOf(roots);
  }
}

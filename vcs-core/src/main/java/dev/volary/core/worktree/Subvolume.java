package dev.volary.core.worktree;

import dev.volary.core.io.ByteReader;
import dev.volary.core.io.ByteString;
import dev.volary.core.io.ByteWriter;

/// A top-level directory of a worktree that lies elsewhere on the machine, such as in a Docker
/// volume of its own.
///
/// @param name what it is called in the worktree's top
/// @param identity which directory it is
public record Subvolume(ByteString name, WorktreeIdentity identity) {
  private static final int MAX_NAME = 255;
  private static final ByteString UP = ByteString.utf8("..");
  private static final ByteString HERE = ByteString.utf8(".");

  public Subvolume {
    if (!isValid(name)) {
      throw new IllegalArgumentException("no name of a subvolume: '" + name + "'");
    }
  }

  private static boolean isValid(ByteString name) {
    return !name.isEmpty()
        && name.size() <= MAX_NAME
        && !name.equals(HERE)
        && !name.equals(UP)
        && name.indexOf((byte) '/', 0) < 0
        && name.indexOf((byte) 0, 0) < 0;
  }

  static Subvolume read(ByteReader in) {
    ByteString name = in.sized(MAX_NAME);
    if (!isValid(name)) {
      throw in.corrupt("'" + name + "' is no name of a subvolume");
    }
    return new Subvolume(name, WorktreeIdentity.read(in));
  }

  void writeTo(ByteWriter out) {
    out.sized(name);
    identity.writeTo(out);
  }
}

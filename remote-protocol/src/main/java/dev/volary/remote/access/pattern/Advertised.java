package dev.volary.remote.access.pattern;

import dev.volary.core.history.RefName;

/// Which refs a server ever speaks of, whatever the rules say.
public final class Advertised {
  /// The ref that holds a volume's rules.
  public static final RefName ACCESS = new RefName("refs/meta/access");

  /// The ref that holds labels given later.
  public static final RefName LABELS = new RefName("refs/notes/labels");

  private Advertised() {}

  /// Whether a ref is a branch, a tag, the labels or the rules; all others do not exist for anybody
  /// outside.
  public static boolean includes(RefName ref) {
    return ref.isBranch() || ref.isTag() || ref.equals(ACCESS) || ref.equals(LABELS);
  }
}

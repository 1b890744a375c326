package dev.volary.core.history;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/// The full name of a ref, as `git check-ref-format` allows it.
///
/// @param value the name from `refs/` on
public record RefName(String value) implements Comparable<RefName> {
  /// Where branches live.
  public static final String BRANCHES = "refs/heads/";

  /// Where tags live.
  public static final String TAGS = "refs/tags/";

  /// Where the branches of remotes live.
  public static final String REMOTES = "refs/remotes/";

  private static final int MAX_BYTES = 1024;
  private static final int MAX_PART_BYTES = 240;
  private static final Pattern FORBIDDEN =
      Pattern.compile(
          "[\\x00-\\x20\\x7f~^:?*\\[\\\\]|\\.\\.|@\\{|//|/$|\\.$|\\.lock(/|$)|(^|/)\\.");

  /// Refuses what Git refuses; USAGE.
  public RefName {
    if (!value.startsWith("refs/") || value.length() == 5 || !wellFormed(value)) {
      throw new VolaryException(
          Fault.USAGE,
          "'"
              + value
              + "' is no valid ref name: use letters, digits, '-', '_', '.' and '/' as Git does");
    }
  }

  /// The ref of the branch of this short name; USAGE if no branch may be called so.
  public static RefName branch(String name) {
    return named(BRANCHES, name, "branch");
  }

  /// The ref of the tag of this short name; USAGE if no tag may be called so.
  public static RefName tag(String name) {
    return named(TAGS, name, "tag");
  }

  /// The ref that follows a branch of a remote.
  public static RefName remote(String remote, String branch) {
    return named(REMOTES, remote + "/" + branch, "remote branch");
  }

  private static RefName named(String space, String name, String kind) {
    boolean reserved = name.equals("HEAD") || name.equals("@") || name.startsWith("-");
    if (name.isEmpty() || reserved || !wellFormed(space + name)) {
      throw new VolaryException(
          Fault.USAGE,
          "'"
              + name
              + "' is no valid "
              + kind
              + " name: use letters, digits, '-', '_', '.' and '/' as Git does");
    }
    return new RefName(space + name);
  }

  private static boolean wellFormed(String value) {
    if (FORBIDDEN.matcher(value).find()
        || value.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
      return false;
    }
    for (String part : value.split("/", -1)) {
      // A part becomes a file name, and needs room for ".lock" within 255 bytes.
      if (part.getBytes(StandardCharsets.UTF_8).length > MAX_PART_BYTES) {
        return false;
      }
    }
    return true;
  }

  /// Whether this names a branch.
  public boolean isBranch() {
    return value.startsWith(BRANCHES);
  }

  /// Whether this names a tag.
  public boolean isTag() {
    return value.startsWith(TAGS);
  }

  /// What people call it: `main`, `v1`, `origin/main`, else the full name.
  public String shortName() {
    for (String space : new String[] {BRANCHES, TAGS, REMOTES}) {
      if (value.startsWith(space)) {
        return value.substring(space.length());
      }
    }
    return value;
  }

  @Override
  public int compareTo(RefName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}

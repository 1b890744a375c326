package dev.volary.core.history;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;

/// The name of any object of Git's: a commit, an annotated tag, a tree or a blob.
public record GitObjectId(long high, long middle, int low) implements Comparable<GitObjectId> {
  /// The number of hexadecimal digits.
  public static final int HEX_LENGTH = CommitId.HEX_LENGTH;

  /// What Git writes where there is no object.
  public static final GitObjectId ZERO = new GitObjectId(0, 0, 0);

  /// The id written as 40 lower-case hexadecimal digits; USAGE if the text is none.
  public static GitObjectId hex(String text) {
    try {
      return ofCommit(CommitId.hex(text));
    } catch (VolaryException e) {
      throw new VolaryException(
          Fault.USAGE, "'" + text + "' is no object id of Git's: it has 40 hexadecimal digits", e);
    }
  }

  /// The name of a commit as one of any object.
  public static GitObjectId ofCommit(CommitId commit) {
    return new GitObjectId(commit.high(), commit.middle(), commit.low());
  }

  /// The same name for an object that is known to be a commit.
  public CommitId asCommit() {
    return new CommitId(high, middle, low);
  }

  /// All 40 hexadecimal digits.
  public String toHex() {
    return asCommit().toHex();
  }

  @Override
  public int compareTo(GitObjectId other) {
    return asCommit().compareTo(other.asCommit());
  }

  @Override
  public String toString() {
    return toHex();
  }
}

package dev.volary.core.worktree;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// The name of a worktree's folder in the depot: 16 random hexadecimal digits.
///
/// @param text the digits
public record WorktreeId(String text) {
  private static final Pattern SHAPE = Pattern.compile("[0-9a-f]{16}");

  public WorktreeId {
    if (!isValid(text)) {
      throw new IllegalArgumentException("no worktree id: " + text);
    }
  }

  /// Tells whether `text` can be a worktree's id.
  public static boolean isValid(String text) {
    return SHAPE.matcher(text).matches();
  }

  /// Returns a new id.
  public static WorktreeId random(SecureRandom random) {
    byte[] bytes = new byte[8];
    random.nextBytes(bytes);
    return new WorktreeId(HexFormat.of().formatHex(bytes));
  }

  @Override
  public String toString() {
    return text;
  }
}

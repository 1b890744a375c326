package dev.volary.core.history.input;

import java.util.Arrays;
import java.util.Locale;

/// Whether a name was probably meant when another was written (Levenshtein's distance, where two
/// letters that changed places count once).
public final class NearMiss {
  private static final int MAX_CHARS = 100;

  private NearMiss() {}

  /// Whether few letters need to change or to trade places, or one name is the beginning of the
  /// other.
  public static boolean isNear(String written, String known) {
    String a = written.toLowerCase(Locale.ROOT);
    String b = known.toLowerCase(Locale.ROOT);
    if (a.isEmpty() || a.length() > MAX_CHARS || b.length() > MAX_CHARS) {
      return false;
    }
    boolean beginning = a.length() >= 3 && (b.startsWith(a) || a.startsWith(b));
    boolean swapped = a.length() >= 3 && Arrays.equals(letters(a), letters(b));
    return beginning || swapped || distance(a, b) <= Math.min(a.length(), b.length()) / 3;
  }

  private static int[] letters(String name) {
    return name.chars().sorted().toArray();
  }

  private static int distance(String a, String b) {
    int[][] steps = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          steps[i][j] = i + j;
          continue;
        }
        int replace = steps[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        steps[i][j] = Math.min(replace, Math.min(steps[i - 1][j], steps[i][j - 1]) + 1);
        if (i > 1 && j > 1 && swapped(a.substring(i - 2, i), b.substring(j - 2, j))) {
          steps[i][j] = Math.min(steps[i][j], steps[i - 2][j - 2] + 1);
        }
      }
    }
    return steps[a.length()][b.length()];
  }

  private static boolean swapped(String two, String other) {
    return two.charAt(0) == other.charAt(1) && two.charAt(1) == other.charAt(0);
  }
}

package dev.volary.core.history.input;

import java.util.Arrays;
import java.util.Locale;

/// Whether a name was probably meant when another was written (Levenshtein's distance).
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
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replace = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replace, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}

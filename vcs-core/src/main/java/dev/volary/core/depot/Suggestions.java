package dev.volary.core.depot;

import dev.volary.core.history.input.NearMiss;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// Finds the names somebody may have meant.
public final class Suggestions {
  private Suggestions() {}

  /// Returns `; did you mean A or B?` for the names nearest to `typed`, or nothing.
  public static String hint(String typed, Collection<?> names) {
    List<String> near = new ArrayList<>();
    for (Object name : names) {
      String text = name.toString();
      if (NearMiss.isNear(typed, text)) {
        near.add(text);
      }
    }
    return near.isEmpty()
        ? ""
        : "; did you mean " + String.join(" or ", near.subList(0, Math.min(3, near.size()))) + "?";
  }
}

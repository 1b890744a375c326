package dev.volary.core.history;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// The text of a label note: one line a key in ascending order, `key=value` for a label given and
/// `-key` for one taken away.
public final class LabelText {
  /// The longest note that is read, in bytes.
  public static final int MAX_BYTES = 64 << 10;

  private static final int MAX_VALUE_BYTES = 1024;
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/-]{0,62}");

  private LabelText() {}

  /// Refuses keys and values that can't be labels; USAGE.
  public static void check(String key, String value) {
    if (!KEY.matcher(key).matches()) {
      throw new VolaryException(
          Fault.USAGE,
          "'" + key + "' is no label key: use up to 63 letters, digits, '.', '_', '/' and '-'");
    }
    if (!validValue(value)) {
      throw new VolaryException(
          Fault.USAGE, "The value of label '" + key + "' must be one line of at most 1024 bytes");
    }
  }

  /// The canonical text of labels given (with a value) and taken away (without).
  public static String format(SortedMap<String, Optional<String>> labels) {
    StringBuilder text = new StringBuilder();
    labels.forEach((key, value) -> {
      check(key, value.orElse(""));
      text.append(value.map(v -> key + "=" + v).orElse("-" + key)).append('\n');
    });
    return text.toString();
  }

  /// The labels of a note; CORRUPT unless it is exactly what [#format] writes.
  public static SortedMap<String, Optional<String>> parse(String text, String resource) {
    SortedMap<String, Optional<String>> labels = new TreeMap<>();
    int from = 0;
    while (from < text.length()) {
      int end = text.indexOf('\n', from);
      if (end < 0) {
        throw corrupt(resource, "its last line has no end");
      }
      parseLine(text.substring(from, end), labels, resource);
      from = end + 1;
    }
    return Collections.unmodifiableSortedMap(labels);
  }

  private static void parseLine(
      String line, SortedMap<String, Optional<String>> labels, String resource) {
    boolean taken = line.startsWith("-");
    int equals = line.indexOf('=');
    String key = taken ? line.substring(1) : equals < 0 ? "" : line.substring(0, equals);
    Optional<String> value = taken ? Optional.empty() : Optional.of(line.substring(equals + 1));
    if (!KEY.matcher(key).matches() || !validValue(value.orElse(""))) {
      throw corrupt(resource, "it has a line that is no label");
    }
    if (!labels.isEmpty() && labels.lastKey().compareTo(key) >= 0) {
      throw corrupt(resource, "its keys are out of order");
    }
    labels.put(key, value);
  }

  /// Merges two notes key by key: a key changed on one side only takes that side's state, one
  /// changed on both takes the later side's.
  ///
  /// @param later whichever of the two sides is the later one
  public static SortedMap<String, Optional<String>> merge(
      Map<String, Optional<String>> base,
      Map<String, Optional<String>> earlier,
      Map<String, Optional<String>> later) {
    SortedMap<String, Optional<String>> merged = new TreeMap<>(earlier);
    later.forEach((key, value) -> {
      if (!value.equals(base.get(key)) || !earlier.containsKey(key)) {
        merged.put(key, value);
      }
    });
    return merged;
  }

  private static boolean validValue(String value) {
    return value.getBytes(StandardCharsets.UTF_8).length <= MAX_VALUE_BYTES
        && value.equals(value.strip())
        && value.codePoints().noneMatch(c -> Character.isISOControl(c) || isSurrogate(c));
  }

  private static boolean isSurrogate(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }

  private static VolaryException corrupt(String resource, String problem) {
    return VolaryException.corrupt("The label note " + resource, problem);
  }
}

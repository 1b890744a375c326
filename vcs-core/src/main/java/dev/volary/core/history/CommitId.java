package dev.volary.core.history;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// The name of a commit: the 20 bytes Git knows it by.
public record CommitId(long high, long middle, int low) implements Comparable<CommitId> {
  /// The number of hexadecimal digits of a full id.
  public static final int HEX_LENGTH = 40;

  private static final int SHORT_LENGTH = 10;
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{40}");
  private static final HexFormat HEX = HexFormat.of();
  private static final Comparator<CommitId> ORDER =
      Comparator.comparing(CommitId::high, Long::compareUnsigned)
          .thenComparing(CommitId::middle, Long::compareUnsigned)
          .thenComparing(CommitId::low, Integer::compareUnsigned);

  /// The id written as 40 lower-case hexadecimal digits; USAGE if the text is none.
  public static CommitId hex(String text) {
    if (!FORM.matcher(text).matches()) {
      throw new VolaryException(
          Fault.USAGE, "'" + text + "' is no commit id: write all 40 hexadecimal digits");
    }
    return new CommitId(
        HexFormat.fromHexDigitsToLong(text, 0, 16),
        HexFormat.fromHexDigitsToLong(text, 16, 32),
        HexFormat.fromHexDigits(text, 32, HEX_LENGTH));
  }

  /// All 40 hexadecimal digits.
  public String toHex() {
    return HEX.toHexDigits(high) + HEX.toHexDigits(middle) + HEX.toHexDigits(low);
  }

  /// The first ten digits, for people.
  public String shortHex() {
    return toHex().substring(0, SHORT_LENGTH);
  }

  @Override
  public int compareTo(CommitId other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return toHex();
  }
}

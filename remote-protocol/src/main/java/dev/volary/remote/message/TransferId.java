package dev.volary.remote.message;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.io.ByteReader;
import dev.volary.core.io.ByteWriter;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// The name of a fetch or push under way: 128 bits nobody can guess.
public record TransferId(long high, long low) {
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{32}");
  private static final HexFormat HEX = HexFormat.of();

  /// The id written as 32 lower-case hexadecimal digits; NOT_FOUND if the text is none.
  public static TransferId hex(String text) {
    if (!FORM.matcher(text).matches()) {
      throw new VolaryException(Fault.NOT_FOUND, "There is no such transfer; begin it again");
    }
    return new TransferId(
        HexFormat.fromHexDigitsToLong(text, 0, 16), HexFormat.fromHexDigitsToLong(text, 16, 32));
  }

  /// All 32 digits, as in paths.
  public String toHex() {
    return HEX.toHexDigits(high) + HEX.toHexDigits(low);
  }

  void write(ByteWriter out) {
    out.u64(high).u64(low);
  }

  static TransferId read(ByteReader in) {
    return new TransferId(in.u64(), in.u64());
  }

  @Override
  public String toString() {
    return toHex();
  }
}

package dev.volary.core.io;

import java.nio.charset.StandardCharsets;

/// Carries arbitrary bytes through a `String` and back without loss: valid UTF-8 becomes its
/// characters, every other byte a lone surrogate U+DC80 to U+DCFF (as Python's PEP 383 does).
public final class RawText {
  private static final int ESCAPE = 0xdc00;

  private RawText() {}

  /// Returns the text that stands for `bytes`.
  public static String decode(ByteString bytes) {
    StringBuilder out = new StringBuilder(bytes.size());
    for (int i = 0; i < bytes.size(); ) {
      int length = sequenceLength(bytes, i);
      if (length == 0) {
        out.append((char) (ESCAPE | (bytes.byteAt(i) & 0xff)));
        i++;
      } else {
        byte[] sequence = bytes.substring(i, i + length).bytes();
        out.append(new String(sequence, StandardCharsets.UTF_8));
        i += length;
      }
    }
    return out.toString();
  }

  /// Returns the bytes that `text` stands for.
  public static ByteString encode(String text) {
    ByteWriter out = new ByteWriter(text.length() + 16);
    for (int i = 0; i < text.length(); ) {
      int point = text.codePointAt(i);
      if (point >= ESCAPE + 0x80 && point <= ESCAPE + 0xff) {
        out.u8(point - ESCAPE);
      } else {
        out.bytes(Character.toString(point).getBytes(StandardCharsets.UTF_8));
      }
      i += Character.charCount(point);
    }
    return ByteString.of(out.array(), 0, out.size());
  }

  /// Returns the length of the valid UTF-8 sequence at `at`, or 0 where there is none (RFC 3629).
  private static int sequenceLength(ByteString bytes, int at) {
    int first = bytes.byteAt(at) & 0xff;
    if (first < 0x80) {
      return 1;
    }
    int length = first >= 0xc2 && first < 0xe0 ? 2 : first >= 0xe0 && first < 0xf0 ? 3 : 4;
    if (first < 0xc2 || first > 0xf4 || at + length > bytes.size()) {
      return 0;
    }
    for (int i = 1; i < length; i++) {
      if ((bytes.byteAt(at + i) & 0xc0) != 0x80) {
        return 0;
      }
    }
    int second = bytes.byteAt(at + 1) & 0xff;
    boolean invalid =
        (first == 0xe0 && second < 0xa0)
            || (first == 0xed && second > 0x9f)
            || (first == 0xf0 && second < 0x90)
            || (first == 0xf4 && second > 0x8f);
    return invalid ? 0 : length;
  }
}

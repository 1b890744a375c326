package dev.volary.core.restore.tar;

import dev.volary.core.io.ByteString;
import dev.volary.core.io.ByteWriter;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// The records of an extended header: what the fixed fields of the next entry can't say.
final class PaxRecords {
  private final ByteWriter out = new ByteWriter();

  boolean isEmpty() {
    return out.size() == 0;
  }

  int size() {
    return out.size();
  }

  byte[] bytes() {
    return out.toByteArray();
  }

  void add(String keyword, String value) {
    add(ByteString.utf8(keyword), ByteString.utf8(value));
  }

  /// Adds a name, with the note that the header's texts are bytes where this is no UTF-8.
  void addName(String keyword, ByteString name) {
    if (!isUtf8(name)) {
      add("hdrcharset", "BINARY");
    }
    add(ByteString.utf8(keyword), name);
  }

  /// Adds a record: its length in decimal digits (these included), a space, `keyword=value`, and a
  /// newline.
  void add(ByteString keyword, ByteString value) {
    int rest = keyword.size() + value.size() + 3;
    int length = rest + Integer.toString(rest).length();
    if (Integer.toString(length).length() > Integer.toString(rest).length()) {
      length = rest + Integer.toString(length).length();
    }
    out.bytes((length + " ").getBytes(StandardCharsets.US_ASCII));
    keyword.writeTo(out);
    out.u8('=');
    value.writeTo(out);
    out.u8('\n');
  }

  private static boolean isUtf8(ByteString name) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(name.bytes()));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}

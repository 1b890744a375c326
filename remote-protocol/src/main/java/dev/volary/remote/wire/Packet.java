package dev.volary.remote.wire;

import java.nio.charset.StandardCharsets;

/// One line of Git's protocol, or one of its marks.
public sealed interface Packet {
  /// A line with its bytes, which are not copied.
  @SuppressWarnings("ArrayRecordComponent") // bytes on their way, never compared
  record Line(byte[] bytes) implements Packet {
    /// The line as text, without the line feed at its end.
    public String text() {
      String text = new String(bytes, StandardCharsets.UTF_8);
      return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    }
  }

  /// A mark without bytes.
  enum Mark implements Packet {
    /// `0000`: the end of a list or message.
    FLUSH,
    /// `0001`: the border between two parts of a message.
    DELIMITER,
    /// `0002`: the end of an answer.
    RESPONSE_END
  }
}

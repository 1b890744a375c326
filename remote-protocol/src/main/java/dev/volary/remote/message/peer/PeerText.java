package dev.volary.remote.message.peer;

import dev.volary.core.io.ByteReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// A short text in a message between peers.
final class PeerText {
  private static final int MAX_BYTES = 255;

  private PeerText() {}

  /// Reads one; CORRUPT if it is too long or no UTF-8.
  static String read(ByteReader in) {
    try {
      byte[] bytes = in.sized(MAX_BYTES).bytes();
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw in.corrupt("a text is no UTF-8");
    }
  }
}

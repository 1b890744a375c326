package dev.volary.remote.server.peer;

import dev.volary.core.io.ByteString;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;

/// Secrets of 128 bits, which are kept as their SHA-256 only: nobody guesses them, so they need no
/// slow hash.
final class Secrets {
  static final int HASH_BYTES = 32;

  private static final int BYTES = 16;

  private Secrets() {}

  static String make(SecureRandom random) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /// Returns what only who knows both words can tell, of the form of [#make].
  static String joined(String one, String other) {
    byte[] both = hash(one + "\n" + other).bytes();
    return HexFormat.of().formatHex(both, 0, BYTES);
  }

  static ByteString hash(String secret) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return ByteString.of(digest.digest(secret.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}

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

  static ByteString hash(String secret) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return ByteString.of(digest.digest(secret.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}

package dev.volary.remote.server.hub.people;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.CRC32C;

/// A secret that proves who somebody is: prefix, 160 random bits, checksum.
///
/// The prefix lets scanners for leaked secrets find it, the checksum tells it from what merely
/// looks like one, and a mistyped one from one that is not known. 160 random bits can't be guessed,
/// so a plain hash is enough to keep. The text form of this object tells no secret.
public final class Secret {
  private static final char[] ALPHABET = "abcdefghijklmnopqrstuvwxyz234567".toCharArray();
  private static final int BYTES = 20;
  private static final int BODY = BYTES * 8 / 5;
  private static final int CHECK = 7;

  private final String text;

  private Secret(String text) {
    this.text = text;
  }

  /// What a secret is good for.
  public enum Kind {
    /// Lets its bearer in, again and again.
    TOKEN("vly_"),
    /// Makes one token.
    INVITATION("vli_");

    private final String prefix;

    Kind(String prefix) {
      this.prefix = prefix;
    }
  }

  /// A new one.
  static Secret make(Kind kind, SecureRandom random) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    StringBuilder text = new StringBuilder(kind.prefix);
    long bits = 0;
    int held = 0;
    for (byte each : bytes) {
      bits = bits << 8 | each & 0xff;
      held += 8;
      while (held >= 5) {
        held -= 5;
        text.append(ALPHABET[(int) (bits >>> held) & 31]);
      }
    }
    return new Secret(text + check(text.toString()));
  }

  /// The secret of this text, if prefix, form and checksum are those of one.
  public static Optional<Secret> parse(Kind kind, String text) {
    int body = kind.prefix.length() + BODY;
    boolean formed =
        text.startsWith(kind.prefix)
            && text.length() == body + CHECK
            && text.substring(body).equals(check(text.substring(0, body)));
    return formed ? Optional.of(new Secret(text)) : Optional.empty();
  }

  private static String check(String text) {
    CRC32C crc = new CRC32C();
    crc.update(text.getBytes(StandardCharsets.UTF_8));
    StringBuilder out = new StringBuilder();
    for (int shift = 30; shift >= 0; shift -= 5) {
      out.append(ALPHABET[(int) (crc.getValue() >>> shift) & 31]);
    }
    return out.toString();
  }

  /// The text itself, to be told once.
  String reveal() {
    return text;
  }

  /// What is kept of it.
  String hash() {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return text.substring(0, 4) + "…";
  }
}

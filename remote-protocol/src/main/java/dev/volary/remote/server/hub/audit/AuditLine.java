package dev.volary.remote.server.hub.audit;

import dev.volary.core.error.VolaryException;
import dev.volary.remote.message.json.JsonObject;
import dev.volary.remote.message.json.JsonText;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// A line of a log.
///
/// @param hash of the line, which the next one holds
record AuditLine(JsonObject event, String hash) {
  /// The longest line with its line feed, in bytes.
  static final int MAX_BYTES = 64 << 10;

  /// What the first line holds as the hash of the one before it.
  static final String START = "0".repeat(64);

  /// The line of these bytes, which are without its line feed; CORRUPT if they are none.
  static AuditLine of(Path file, byte[] bytes) {
    try {
      JsonObject json = JsonText.read(bytes);
      json.number("number");
      json.text("time");
      json.text("previous");
      return new AuditLine(json, hash(bytes));
    } catch (VolaryException e) {
      throw VolaryException.corrupt(file.toString(), "a line is no event, as " + e.getMessage());
    }
  }

  long number() {
    return event.number("number");
  }

  String previous() {
    return event.text("previous");
  }

  String time() {
    return event.text("time");
  }

  /// Whether this line is the one behind `number` lines of which the last has the hash `before`.
  boolean follows(long number, String before) {
    return number() == number + 1 && previous().equals(before);
  }

  private static String hash(byte[] line) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(line));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}

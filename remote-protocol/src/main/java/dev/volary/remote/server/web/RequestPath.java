package dev.volary.remote.server.web;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Paths and queries as they came, taken apart strictly; USAGE for anything odd.
final class RequestPath {
  private static final int MAX_SEGMENTS = 16;
  private static final int MAX_PARAMETERS = 16;

  private RequestPath() {}

  /// The decoded segments of a path that begins with a slash.
  static List<String> segments(String path) {
    if (path.equals("/")) {
      return List.of();
    }
    String[] parts = path.startsWith("/") ? path.substring(1).split("/", -1) : new String[0];
    if (parts.length == 0 || parts.length > MAX_SEGMENTS) {
      throw odd("path");
    }
    List<String> segments = new ArrayList<>();
    for (String part : parts) {
      String segment = decode(part, "path");
      if (segment.isEmpty()
          || segment.equals(".")
          || segment.equals("..")
          || segment.indexOf('/') >= 0) {
        throw odd("path");
      }
      segments.add(segment);
    }
    return List.copyOf(segments);
  }

  /// The decoded parameters of a query, the first of a name counting.
  static Map<String, String> parameters(@Nullable String query) {
    if (query == null || query.isEmpty()) {
      return Map.of();
    }
    String[] parts = query.split("&", -1);
    if (parts.length > MAX_PARAMETERS) {
      throw odd("query");
    }
    Map<String, String> parameters = new HashMap<>();
    for (String part : parts) {
      int equals = part.indexOf('=');
      String name = equals < 0 ? part : part.substring(0, equals);
      String value = equals < 0 ? "" : part.substring(equals + 1);
      parameters.putIfAbsent(decode(name, "query"), decode(value, "query"));
    }
    return Map.copyOf(parameters);
  }

  private static String decode(String text, String where) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%') {
        if (i + 2 >= text.length() || !text.substring(i + 1, i + 3).matches("[0-9a-fA-F]{2}")) {
          throw odd(where);
        }
        bytes.write(Integer.parseInt(text.substring(i + 1, i + 3), 16));
        i += 2;
      } else if (c <= ' ' || c > '~') {
        throw odd(where);
      } else {
        bytes.write(c);
      }
    }
    try {
      String decoded =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(bytes.toByteArray()))
              .toString();
      if (decoded.codePoints().anyMatch(Character::isISOControl)) {
        throw odd(where);
      }
      return decoded;
    } catch (CharacterCodingException e) {
      throw odd(where);
    }
  }

  private static VolaryException odd(String where) {
    return new VolaryException(Fault.USAGE, "the " + where + " of the request is malformed");
  }
}

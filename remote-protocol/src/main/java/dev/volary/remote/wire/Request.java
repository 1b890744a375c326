package dev.volary.remote.wire;

import dev.volary.remote.message.TransferLimits;
import java.util.Map;
import java.util.TreeMap;

/// One request to a volume.
///
/// @param method `GET`, `POST`, `PUT` or `DELETE`
/// @param path below the volume's address, without a slash in front, such as `volary/1/refs`
/// @param query what follows the question mark, or nothing
/// @param headers names in lower case
/// @param body what is sent; written anew if the request must be repeated
public record Request(
    String method, String path, String query, Map<String, String> headers, Body body) {
  /// Where the requests of this protocol live, below the volume's address.
  public static final String BASE = "volary/" + TransferLimits.VERSION + "/";

  public Request {
    headers = Map.copyOf(headers);
  }

  /// A request without a body for `path` below [#BASE].
  public static Request of(String method, String path) {
    return new Request(method, BASE + path, "", Map.of(), Body.NONE);
  }

  /// A message for `path` below [#BASE].
  public static Request message(String method, String path, byte[] message) {
    return of(method, path).with("content-type", TransferLimits.MEDIA_TYPE).with(Body.of(message));
  }

  /// The same request with a header set.
  public Request with(String header, String value) {
    Map<String, String> more = new TreeMap<>(headers);
    more.put(header, value);
    return new Request(method, path, query, more, body);
  }

  /// The same request with another body.
  public Request with(Body other) {
    return new Request(method, path, query, headers, other);
  }
}

package dev.volary.remote.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One request and the place for its answer, whatever carries them. Used by one thread.
///
/// The carrier has limited the sizes of path, query and headers and set deadlines; the body is read
/// as it comes.
public interface Exchange {
  /// Returns the method in capitals, such as `GET`.
  String method();

  /// Returns the segments of the path, decoded, none of them empty, `.` or `..`.
  List<String> path();

  /// Returns the parameters of the query, decoded; the first of a name counts.
  Map<String, String> query();

  /// Returns the header of this name, in whatever case it came.
  Optional<String> header(String name);

  /// Returns the address the request came from, for logs and limits, such as `192.0.2.7`.
  String peer();

  /// Returns the body, which ends with the request; reading more than `maxBytes` of it fails with
  /// [dev.volary.core.error.Fault#LIMIT]. To be called once.
  InputStream body(long maxBytes);

  /// Begins the answer and returns where its body goes; closing that completes the answer, and an
  /// answer that is not closed is seen as cut by the other side. To be called once.
  OutputStream respond(int status, Map<String, String> headers) throws IOException;
}

package dev.volary.remote.wire;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;

/// What came back for a request.
///
/// @param status the HTTP status
/// @param headers names in lower case
/// @param body the bytes as they come; fails with an [IOException] where they are cut off
public record Answer(int status, Map<String, String> headers, InputStream body)
    implements AutoCloseable {
  private static final int MAX_PROBLEM_BYTES = 64 << 10;

  public Answer {
    headers = Map.copyOf(headers);
  }

  /// Returns a header.
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /// Returns this answer if it says that the request was carried out; else fails as it says.
  public Answer orFail() throws IOException {
    if (status >= 200 && status < 300) {
      return this;
    }
    try (this) {
      boolean problem =
          header("content-type").map(type -> type.startsWith(Problem.MEDIA_TYPE)).orElse(false);
      byte[] text = problem ? body.readNBytes(MAX_PROBLEM_BYTES) : new byte[0];
      throw Problem.parse(status, text).toException();
    }
  }

  /// Returns the whole body of at most `max` bytes; LIMIT if it is longer.
  public byte[] bytes(int max) throws IOException {
    return read(body, max);
  }

  /// Reads all of `in`, which must have at most `max` bytes; LIMIT if it has more.
  public static byte[] read(InputStream in, int max) throws IOException {
    byte[] bytes = in.readNBytes(max);
    if (bytes.length == max && in.read() >= 0) {
      throw new VolaryException(
          Fault.LIMIT, "A message is longer than the " + max + " bytes it may have");
    }
    return bytes;
  }

  /// Lets go of what has not been read.
  @Override
  public void close() throws IOException {
    body.close();
  }
}

package dev.volary.remote.server.git;

import dev.volary.remote.server.Exchange;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An answer that begins with its first byte, so that what fails before can still be told as a
/// problem. Closing completes it only if it has begun.
final class AnswerOnDemand extends OutputStream {
  private final Exchange exchange;
  private final Map<String, String> headers;
  private @Nullable OutputStream out;

  AnswerOnDemand(Exchange exchange, Map<String, String> headers) {
    this.exchange = exchange;
    this.headers = headers;
  }

  private OutputStream begun() throws IOException {
    OutputStream answer = out;
    if (answer == null) {
      answer = exchange.respond(200, headers);
      out = answer;
    }
    return answer;
  }

  @Override
  public void write(int b) throws IOException {
    begun().write(b);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    begun().write(bytes, offset, length);
  }

  @Override
  public void flush() throws IOException {
    OutputStream answer = out;
    if (answer != null) {
      answer.flush();
    }
  }

  /// Completes the answer, beginning it if need be.
  void complete() throws IOException {
    begun().close();
  }
}

package dev.volary.remote.server.web;

import dev.volary.core.error.Fault;
import dev.volary.remote.server.Problem;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Answers what never became an exchange, such as a malformed head.
final class ProblemErrors implements Request.Handler {
  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    int status = response.getStatus();
    Fault fault = status >= 500 ? Fault.FAILED : Fault.USAGE;
    Problem problem =
        new Problem(status, fault.code(), "Refused", "the server can't answer this request");
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/problem+json");
    response.write(
        true, ByteBuffer.wrap(problem.json().getBytes(StandardCharsets.UTF_8)), callback);
    return true;
  }
}

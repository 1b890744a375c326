package dev.volary.remote.server.web;

import dev.volary.core.error.Fault;
import dev.volary.remote.wire.Problem;
import java.nio.ByteBuffer;
import java.util.List;
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
    Problem problem = new Problem(status, fault, "the server can't answer this request", List.of());
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problem.MEDIA_TYPE);
    response.write(true, ByteBuffer.wrap(problem.toJson()), callback);
    return true;
  }
}

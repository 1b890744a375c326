package dev.volary.cli.docker.plugin.web;

import org.eclipse.jetty.http.HostPortHttpField;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.internal.HttpConnection;

/// Makes connections that take an empty `Host` as Docker sends it, which Jetty refuses.
final class DockerConnections extends HttpConnectionFactory {
  private static final HttpField SOME_HOST = new HostPortHttpField("docker");

  DockerConnections(HttpConfiguration configuration) {
    super(configuration);
  }

  @Override
  public Connection newConnection(Connector connector, EndPoint end) {
    return configure(new Lenient(getHttpConfiguration(), connector, end), connector, end);
  }

  /// A connection that fills in the host's name.
  private static final class Lenient extends HttpConnection {
    Lenient(HttpConfiguration configuration, Connector connector, EndPoint end) {
      super(configuration, connector, end);
    }

    @Override
    protected RequestHandler newRequestHandler() {
      return new RequestHandler() {
        @Override
        public void parsedHeader(HttpField field) {
          boolean empty = field.getHeader() == HttpHeader.HOST && isBlank(field.getValue());
          super.parsedHeader(empty ? SOME_HOST : field);
        }
      };
    }

    private static boolean isBlank(@org.jspecify.annotations.Nullable String value) {
      return value == null || value.isBlank();
    }
  }
}

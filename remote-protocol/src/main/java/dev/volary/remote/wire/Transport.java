package dev.volary.remote.wire;

/// Carries requests to one volume of another depot and brings the answers. Thread-safe.
public interface Transport extends AutoCloseable {
  /// Sends a request and returns the answer as soon as its head is there; the caller closes it.
  ///
  /// Answers of any status are returned. Fails with [dev.volary.core.error.Fault#NETWORK] where no
  /// answer comes; whether the other side has acted on the request is unknown then.
  Answer send(Request request);

  /// Returns the address of the volume, without credentials, for people.
  String address();

  /// Lets go of connections; open answers end.
  @Override
  void close();
}

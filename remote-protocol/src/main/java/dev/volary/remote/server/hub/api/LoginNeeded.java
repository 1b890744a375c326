package dev.volary.remote.server.hub.api;

/// Says that credentials might help.
final class LoginNeeded extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LoginNeeded() {
    super("log in first: `volary login`", null, false, false);
  }
}

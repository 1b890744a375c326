package dev.volary.remote.client.http;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// Who asks. Its text form tells no secret.
public sealed interface Credentials {
  /// Returns the value of the `Authorization` header.
  String header();

  /// A token of Volary's.
  record Bearer(String token) implements Credentials {
    @Override
    public String header() {
      return "Bearer " + token;
    }

    @Override
    public String toString() {
      return "a token";
    }
  }

  /// A name and a password, or a token in its place.
  record Basic(String user, String password) implements Credentials {
    @Override
    public String header() {
      byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
      return "Basic " + Base64.getEncoder().encodeToString(pair);
    }

    @Override
    public String toString() {
      return user;
    }
  }
}

package dev.volary.remote.client.http;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// How requests are carried.
///
/// @param connectTimeout how long making a connection may take
/// @param answerTimeout how long the other side may think
/// @param idleTimeout how long nothing may move in either direction
/// @param authorization the header that says who asks, if any
/// @param fingerprint SHA-256 of the one certificate that is accepted, in hex
/// @param authorities a file of certificates in PEM whose signatures are trusted where no
///   fingerprint is known; else those the JDK trusts
public record HttpSettings(
    Duration connectTimeout,
    Duration answerTimeout,
    Duration idleTimeout,
    Optional<Credentials> authorization,
    Optional<String> fingerprint,
    Optional<Path> authorities) {
  /// The usual: 10 seconds to connect, 5 minutes to think, 1 minute of silence, nobody.
  public static final HttpSettings DEFAULT =
      new HttpSettings(
          Duration.ofSeconds(10),
          Duration.ofMinutes(5),
          Duration.ofMinutes(1),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /// The same for somebody.
  public HttpSettings as(Credentials who) {
    return new HttpSettings(
        connectTimeout, answerTimeout, idleTimeout, Optional.of(who), fingerprint, authorities);
  }

  /// The same with one certificate accepted.
  public HttpSettings pinned(String hex) {
    return new HttpSettings(
        connectTimeout, answerTimeout, idleTimeout, authorization, Optional.of(hex), authorities);
  }

  /// The same with the certificates accepted that those in a file have signed.
  public HttpSettings trusting(Path file) {
    return new HttpSettings(
        connectTimeout, answerTimeout, idleTimeout, authorization, fingerprint, Optional.of(file));
  }
}

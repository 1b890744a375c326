package dev.volary.remote.client.http;

import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;

/// Why a certificate was not accepted, and what to do about it.
final class CertificateTrouble {
  private CertificateTrouble() {}

  /// Returns the rest of a sentence that begins with the address.
  static String of(Throwable failure, String host) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateExpiredException || is(cause, BasicReason.EXPIRED)) {
        return "shows a certificate that has expired: who runs it must renew it";
      }
      if (cause instanceof CertificateNotYetValidException
          || is(cause, BasicReason.NOT_YET_VALID)) {
        return "shows a certificate that is not valid yet: compare the clocks of both machines";
      }
      if (is(cause, BasicReason.REVOKED)) {
        return "shows a certificate that was revoked: who runs it must replace it";
      }
      // What checks names has no type of its own.
      if (String.valueOf(cause.getMessage()).matches("No (name|subject alternative).*")) {
        return "shows a certificate that is not made for %s: use the name it was made for"
            .formatted(host);
      }
    }
    return "shows a certificate that is not trusted: if a private authority signed it, give that"
        + " one's file with --ca-file; if it is self-made, ask for its fingerprint and give it with"
        + " --fingerprint";
  }

  private static boolean is(Throwable cause, BasicReason reason) {
    return cause instanceof CertPathValidatorException path && path.getReason() == reason;
  }
}

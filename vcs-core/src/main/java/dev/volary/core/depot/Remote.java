package dev.volary.core.depot;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.RefName;
import java.util.Optional;

/// A place that a volume is fetched from and pushed to.
///
/// @param name what branches followed there stand under, as in `origin/main`
/// @param url where it is; never holds a secret
/// @param fingerprint SHA-256 of the certificate that identifies a peer, in lower-case hex
public record Remote(String name, String url, Optional<String> fingerprint) {
  /// The remote that `clone` makes and that is meant where none is named.
  public static final String ORIGIN = "origin";

  private static final int MAX_NAME = 100;
  private static final int MAX_URL = 2000;

  /// Refuses names that no ref may hold, and URLs with control characters or a password; USAGE.
  public Remote {
    checkName(name);
    if (url.isBlank() || url.length() > MAX_URL || url.chars().anyMatch(Character::isISOControl)) {
      throw new VolaryException(
          Fault.USAGE, "a remote's URL is one line of at most " + MAX_URL + " characters");
    }
    if (url.matches("(?i)[a-z]+://[^/]*@.*")) {
      throw new VolaryException(
          Fault.USAGE,
          "a URL must not hold a user or a password, which would be stored in the clear: use"
              + " `volary login` or VOLARY_TOKEN");
    }
  }

  /// Tells whether both stand for the same volume: at the same URL, or of the same peer, whose
  /// address may have changed.
  public boolean isSamePlace(Remote other) {
    boolean samePeer = fingerprint.isPresent() && fingerprint.equals(other.fingerprint);
    return url.equals(other.url) || samePeer && volume(url).equals(volume(other.url));
  }

  private static String volume(String url) {
    return url.substring(url.lastIndexOf('/') + 1);
  }

  private static void checkName(String name) {
    boolean fits =
        !name.isEmpty() && name.length() <= MAX_NAME && !name.contains("/") && !name.contains("\"");
    if (!fits || name.startsWith("-")) {
      throw new VolaryException(
          Fault.USAGE, "'%s' is no name for a remote: choose one such as origin".formatted(name));
    }
    RefName.remote(name, "x");
  }
}

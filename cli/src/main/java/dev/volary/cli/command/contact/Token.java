package dev.volary.cli.command.contact;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// What proves who asks. Its text form tells no secret.
///
/// @param secret the token itself
/// @param source where it was found, for messages
public record Token(String secret, String source) {
  private static final String VARIABLE = "VOLARY_TOKEN";
  private static final String FILE_VARIABLE = "VOLARY_TOKEN_FILE";
  private static final int MAX_LENGTH = 4096;

  /// Refuses what can't stand in a header; USAGE.
  public Token {
    boolean fits =
        !secret.isEmpty()
            && secret.length() <= MAX_LENGTH
            && secret.chars().allMatch(c -> c > ' ' && c < 0x7f);
    if (!fits) {
      throw new VolaryException(
          Fault.USAGE, "what %s holds is no token: copy it again".formatted(source));
    }
  }

  /// Returns the token to show to an origin: the environment's, else the one kept in the depot.
  public static Optional<Token> of(
      Map<String, String> environment, CredentialFile kept, String origin) throws IOException {
    String direct = environment.getOrDefault(VARIABLE, "");
    if (!direct.isEmpty()) {
      return Optional.of(new Token(direct, VARIABLE));
    }
    String file = environment.getOrDefault(FILE_VARIABLE, "");
    if (!file.isEmpty()) {
      if (Files.size(Path.of(file)) > MAX_LENGTH) {
        throw new VolaryException(Fault.USAGE, file + " holds no token: it is too long");
      }
      return Optional.of(new Token(Files.readString(Path.of(file)).strip(), FILE_VARIABLE));
    }
    return kept.find(origin).map(secret -> new Token(secret, "the login to " + origin));
  }

  @Override
  public String toString() {
    return "the token of " + source;
  }
}

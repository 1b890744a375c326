package dev.volary.cli.command.hub;

import dev.volary.cli.output.Output;
import dev.volary.cli.output.Words;
import dev.volary.remote.message.hub.Issued;
import java.util.Optional;

/// Prints what a hub tells once.
final class Secrets {
  private Secrets() {}

  /// Prints an invitation, and how to use it.
  ///
  /// @param login the words that log in, the URL in them
  static void invitation(Output output, Issued invitation, String login) {
    if (output.mode().json()) {
      output.json(
          "volary.invitation/1",
          json ->
              json.put("id", invitation.id())
                  .put("user", invitation.user())
                  .put("invitation", invitation.secret())
                  .put("expires", invitation.expires().map(Object::toString))
                  .put("login", login));
    } else if (output.mode().quiet()) {
      output.line(invitation.secret());
    } else {
      output.line("%s logs in once%s:".formatted(invitation.user(), until(invitation)));
      output.line("  " + login);
      output.line("and answers with this, which is shown only now:");
      output.line("  " + invitation.secret());
    }
  }

  /// Prints a new token.
  static void token(Output output, Issued token) {
    if (output.mode().json()) {
      output.json(
          "volary.new-token/1",
          json ->
              json.put("id", token.id())
                  .put("user", token.user())
                  .put("token", token.secret())
                  .put("expires", token.expires().map(Object::toString)));
    } else {
      if (!output.mode().quiet()) {
        output.talk(
            "token %s of %s%s, shown only now:".formatted(token.id(), token.user(), until(token)));
      }
      output.line(token.secret());
    }
  }

  private static String until(Issued issued) {
    return issued.expires().map(end -> " until " + Words.moment(end)).orElse("");
  }

  /// Returns the words that log in to a server.
  static String login(String url, Optional<String> fingerprint) {
    return "volary login" + fingerprint.map(hex -> " --fingerprint " + hex).orElse("") + " " + url;
  }
}

package dev.volary.cli.command.hub;

import dev.volary.cli.command.Invocation;
import dev.volary.cli.command.contact.CredentialFile;
import dev.volary.cli.command.contact.Place;
import dev.volary.cli.command.contact.Trust;
import dev.volary.cli.command.contact.WhichHub;
import dev.volary.cli.output.Output;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.remote.client.http.Credentials;
import dev.volary.remote.client.http.HttpSettings;
import dev.volary.remote.client.http.HttpTransport;
import dev.volary.remote.client.hub.HubClient;
import dev.volary.remote.message.hub.Whoami;
import dev.volary.remote.server.hub.people.Secret;
import java.io.IOException;
import java.util.TreeSet;

/// Logging in to a hub, and being known there.
public final class HubLogin {
  private HubLogin() {}

  /// Tells whether a word is a hub's token or invitation.
  public static boolean isOfHub(String word) {
    return word.startsWith("vly_") || word.startsWith("vli_");
  }

  /// Logs in with an invitation or a token, and keeps what proves it.
  ///
  /// @param given what the hub must prove itself by from now on, if anything was said
  public static void run(Invocation call, String url, Trust given, String secret)
      throws IOException {
    String origin = Place.originOf(url);
    CredentialFile kept = CredentialFile.of(call.depotOrNew());
    HttpSettings settings = Trust.of(call, origin, given).on(HttpSettings.DEFAULT);
    String token = secret;
    if (Secret.parse(Secret.Kind.INVITATION, secret).isPresent()) {
      try (HttpTransport nobody = new HttpTransport(origin, settings)) {
        token = new HubClient(nobody).redeem(secret, call.identity().name()).secret();
      }
    } else if (Secret.parse(Secret.Kind.TOKEN, secret).isEmpty()) {
      throw new VolaryException(
          Fault.USAGE, "this is no token or invitation, or it was mistyped: copy the whole of it");
    }
    HttpSettings known = settings.as(new Credentials.Bearer(token));
    try (HttpTransport transport = new HttpTransport(origin, known)) {
      if (!token.equals(secret)) {
        // Kept before anything else can fail: an invitation is good for one token.
        keep(kept, origin, token, given);
      }
      Whoami who = new HubClient(transport).whoami();
      keep(kept, origin, token, given);
      print(call.output(), origin, who);
    }
  }

  private static void keep(CredentialFile kept, String origin, String token, Trust given)
      throws IOException {
    kept.put(origin, token);
    given.keep(kept, origin);
  }

  /// Asks a hub who it takes the caller for, and prints it.
  public static void whoami(Invocation call, String url) throws IOException {
    String origin = Place.originOf(url);
    print(call.output(), origin, WhichHub.ask(call, origin, HubClient::whoami));
  }

  private static void print(Output output, String origin, Whoami who) {
    String user = who.user().orElse("anonymous");
    if (output.mode().json()) {
      output.json(
          "volary.whoami/1",
          json ->
              json.put("origin", origin)
                  .put("user", user)
                  .put("admin", who.admin())
                  .put("token", who.token().map(token -> token.id()))
                  .put(
                      "expires",
                      who.token().flatMap(token -> token.scope().expires()).map(Object::toString))
                  .texts("groups", new TreeSet<>(who.groups())));
    } else if (output.mode().quiet()) {
      output.line(user);
    } else {
      output.line(
          "%s knows you as %s%s%s%s"
              .formatted(
                  origin,
                  user,
                  who.admin() ? ", an admin" : "",
                  who.groups().isEmpty()
                      ? ""
                      : ", in " + String.join(", ", new TreeSet<>(who.groups())),
                  who.token().map(token -> ", by token " + token.id()).orElse("")));
    }
  }
}

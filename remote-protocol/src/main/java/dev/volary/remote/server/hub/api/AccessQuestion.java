package dev.volary.remote.server.hub.api;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.RefName;
import dev.volary.remote.access.Caller;
import dev.volary.remote.access.rules.Operation;
import dev.volary.remote.access.rules.Subject;
import java.io.IOException;
import java.util.Optional;

/// A question about rules: may somebody do something?
///
/// @param mayReadRules whether the answer may name rules
record AccessQuestion(
    HubCall.Shown shown,
    Caller who,
    Operation operation,
    Optional<RefName> ref,
    boolean mayReadRules) {
  private static final String USER = "user:";

  /// The question of a call; who may not read the rules may ask about themselves only.
  static AccessQuestion of(HubCall call) throws IOException {
    HubCall.Shown shown = call.volume(call.parameter("volume"));
    boolean reads =
        call.isAdmin() || shown.access().mayReadRules(call.login().caller(), call.hub().now());
    Optional<String> other =
        call.find("subject")
            .map(name -> name.startsWith(USER) ? name.substring(USER.length()) : name)
            .filter(name -> !name.equals(call.login().name()));
    if (other.isPresent() && !reads) {
      throw call.denied(
          call.login().name() + " may not read the rules, and so ask about themselves only");
    }
    return new AccessQuestion(
        shown,
        other.isPresent() ? other(call, other.get()) : call.login().caller(),
        Operation.parse(call.parameter("operation")),
        call.find("ref").map(RefText::full),
        reads);
  }

  private static Caller other(HubCall call, String name) throws IOException {
    if (name.equals("anonymous")) {
      return Caller.of(new Subject.Anonymous());
    }
    return call.hub()
        .accounts()
        .people()
        .subject(name)
        .map(Caller::of)
        .orElseThrow(() ->
            new VolaryException(Fault.NOT_FOUND, "there is no user " + name + ", or disabled"));
  }
}

package dev.volary.remote.access;

import dev.volary.remote.access.rules.Operation;
import dev.volary.remote.access.rules.Rule;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// A request to be judged.
///
/// @param ref a ref's full name; empty for an operation on the volume
record Question(Caller caller, Operation operation, Optional<String> ref, Instant now) {
  Question(Caller caller, Operation operation, String ref, Instant now) {
    this(caller, operation, Optional.of(ref), now);
  }

  Question with(Operation other) {
    return new Question(caller, other, ref, now);
  }

  /// No, for a reason that only readers of the rules may hear.
  ///
  /// @param detail followed by the rules, if there are any
  Verdict.Denied denied(Verdict.Reason reason, String detail, List<Rule> rules) {
    String named = rules.stream().map(Rule::toString).collect(Collectors.joining(" and "));
    return new Verdict.Denied(
        reason, sentence(), detail.endsWith(" ") ? detail + named : detail, rules);
  }

  /// No, for a reason that the caller may hear.
  Verdict.Denied refused(Verdict.Reason reason, String why) {
    return new Verdict.Denied(reason, sentence() + ": " + why, "", List.of());
  }

  private String sentence() {
    String who = caller.subject().toString();
    return who + " may not " + operation + ref.map(name -> " " + name).orElse("");
  }
}

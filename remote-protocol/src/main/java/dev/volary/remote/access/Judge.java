package dev.volary.remote.access;

import dev.volary.core.error.VolaryException;
import dev.volary.core.history.RefName;
import dev.volary.remote.access.pattern.Advertised;
import dev.volary.remote.access.rules.AccessRules;
import dev.volary.remote.access.rules.Level;
import dev.volary.remote.access.rules.Operation;
import dev.volary.remote.access.rules.RuleChanges;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Judges the changes of one push by the rules that were in force before it.
final class Judge {
  private final Access access;
  private final Caller caller;
  private final Instant now;

  Judge(Access access, Caller caller, Instant now) {
    this.access = access;
    this.caller = caller;
    this.now = now;
  }

  Verdict verdict(RefChange change) {
    return switch (change) {
      case RefChange.Create create ->
          pointed(create, create.target(), permitted(create, Operation.CREATE, Optional.empty()));
      case RefChange.Update update ->
          pointed(
              update,
              update.target(),
              permitted(
                  update, update.forward() ? Operation.PUSH : Operation.FORCE, update.since()));
      case RefChange.Delete delete -> permitted(delete, Operation.DELETE, delete.since());
    };
  }

  private Verdict permitted(RefChange change, Operation operation, Optional<Instant> since) {
    return access.checkAged(question(change.ref(), operation), since);
  }

  private Question question(RefName ref, Operation operation) {
    return new Question(caller, operation, ref.value(), now);
  }

  private Verdict pointed(RefChange change, RefChange.Target target, Verdict verdict) {
    Verdict permitted = verdict;
    if (change.ref().equals(Advertised.ACCESS) && !verdict.isAllowed() && isForward(change)) {
      permitted = delegated(target, verdict);
    }
    if (!permitted.isAllowed()) {
      return permitted;
    }
    if (!target.readable()) {
      return new Verdict.Denied(
          Verdict.Reason.COMMIT_HIDDEN,
          change.ref() + " can't point there: the commit is not here",
          "",
          List.of());
    }
    return change.ref().equals(Advertised.ACCESS) ? rules(target, permitted) : permitted;
  }

  private static boolean isForward(RefChange change) {
    return !(change instanceof RefChange.Update update) || update.forward();
  }

  /// The new rules must be rules, and leave somebody to change them.
  private Verdict rules(RefChange.Target target, Verdict permitted) {
    if (target.rules().isEmpty()) {
      return refused("there is no " + AccessRules.FILE + " in it");
    }
    try {
      AccessRules own = AccessRules.parse(Level.VOLUME, target.rules().get());
      return access.with(own).hasAdmin(now)
          ? permitted
          : refused("they leave nobody admin of " + Advertised.ACCESS);
    } catch (VolaryException e) {
      return refused(e.getMessage());
    }
  }

  private static Verdict refused(String why) {
    return new Verdict.Denied(
        Verdict.Reason.RULES_REFUSED, "these rules are refused: " + why, "", List.of());
  }

  /// Who is admin of some refs alone may change what is said of those alone.
  private Verdict delegated(RefChange.Target target, Verdict otherwise) {
    Optional<AccessRules> before = access.own();
    boolean merelyNotGranted =
        otherwise instanceof Verdict.Denied denied
            && (denied.reason() == Verdict.Reason.NOT_GRANTED
                || denied.reason() == Verdict.Reason.CUT_OFF);
    if (!merelyNotGranted || target.rules().isEmpty() || before.isEmpty()) {
      return otherwise;
    }
    Optional<Set<String>> touched;
    try {
      AccessRules after = AccessRules.parse(Level.VOLUME, target.rules().get());
      touched = RuleChanges.between(before.get(), after);
    } catch (VolaryException _) {
      return otherwise;
    }
    if (touched.isEmpty() || !access.isAdminOf(touched.get(), caller, now)) {
      return otherwise;
    }
    Verdict allowed = new Verdict.Allowed(List.of());
    return access.guarded(question(Advertised.ACCESS, Operation.PUSH), Optional.empty(), allowed);
  }
}

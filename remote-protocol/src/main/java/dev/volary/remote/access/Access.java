package dev.volary.remote.access;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.RefName;
import dev.volary.remote.access.pattern.Advertised;
import dev.volary.remote.access.rules.AccessRules;
import dev.volary.remote.access.rules.Block;
import dev.volary.remote.access.rules.Guard;
import dev.volary.remote.access.rules.Level;
import dev.volary.remote.access.rules.Operation;
import dev.volary.remote.access.rules.RuleText;
import dev.volary.remote.access.rules.Subject;
import dev.volary.remote.access.rules.UnreadableRules;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/// The rules in force for one volume, with what it inherits, and the verdicts they give.
///
/// Immutable, and so safe for threads. Every verdict is a function of the rules, the caller and the
/// time alone.
public final class Access {
  private final String volume;
  private final RefName defaultBranch;
  private final Map<Level, RuleText> texts;
  private final RuleBook book;
  private final RuleBook hub;

  private Access(String volume, RefName defaultBranch, Map<Level, RuleText> texts) {
    this.volume = volume;
    this.defaultBranch = defaultBranch;
    this.texts = texts;
    this.book = book(level -> true);
    this.hub = book(level -> level == Level.HUB);
  }

  /// The rules for a volume.
  ///
  /// @param volume its name, with its namespace if it has one: `team/pgdata`
  /// @param levels what was found for the hub, the namespace and the volume, in any order; a level
  ///   that is not there says nothing
  public static Access of(
      String volume, RefName defaultBranch, Collection<? extends RuleText> levels) {
    Map<Level, RuleText> texts = new TreeMap<>();
    for (RuleText text : levels) {
      if (texts.put(text.level(), text) != null) {
        throw new VolaryException(Fault.USAGE, text.level() + " are given twice");
      }
    }
    return new Access(volume, defaultBranch, texts);
  }

  private RuleBook book(Predicate<Level> wanted) {
    List<AccessRules> readable = new ArrayList<>();
    readable.add(AccessRules.builtIn(defaultBranch));
    for (RuleText text : texts.values()) {
      if (text instanceof AccessRules rules && wanted.test(rules.level())) {
        readable.add(rules);
      }
    }
    return new RuleBook(readable);
  }

  /// The name of the volume, namespace included.
  public String volume() {
    return volume;
  }

  /// The same but for the volume's own rules.
  Access with(AccessRules own) {
    Map<Level, RuleText> changed = new TreeMap<>(texts);
    changed.put(own.level(), own);
    return new Access(volume, defaultBranch, changed);
  }

  /// Whether `caller` may do `operation` to `ref`, the age of what it points to unknown.
  public Verdict check(Caller caller, Operation operation, RefName ref, Instant now) {
    return checkAged(new Question(caller, operation, ref.value(), now), Optional.empty());
  }

  /// Whether `caller` may do an operation on the volume.
  public Verdict check(Caller caller, Operation operation, Instant now) {
    if (operation.isOnRefs()) {
      throw new VolaryException(Fault.USAGE, operation + " is done to a ref: name it");
    }
    return plain(new Question(caller, operation, Optional.empty(), now));
  }

  /// The refs among these that `caller` may read, in their order; no others exist for them.
  public List<RefName> readable(Collection<RefName> refs, Caller caller, Instant now) {
    return refs.stream()
        .filter(ref -> check(caller, Operation.READ, ref, now).isAllowed())
        .toList();
  }

  /// Whether `caller` may be told which rule decided.
  public boolean mayReadRules(Caller caller, Instant now) {
    return check(caller, Operation.READ, Advertised.ACCESS, now).isAllowed();
  }

  /// A verdict on each change of a push, in their order; these rules judge all of it, even where
  /// the push itself changes them.
  public List<RefVerdict> judge(List<RefChange> changes, Caller caller, Instant now) {
    Judge judge = new Judge(this, caller, now);
    return changes.stream().map(change -> new RefVerdict(change, judge.verdict(change))).toList();
  }

  /// A verdict with each rule that was looked at.
  public Explanation explain(Caller caller, Operation operation, RefName ref, Instant now) {
    Verdict verdict = check(caller, operation, ref, now);
    return new Explanation(
        verdict, Telling.of(caller.subject(), ruling(effective(operation, ref.value()), ref, now)));
  }

  private Ruling ruling(Operation operation, RefName ref, Instant now) {
    return book.ruling(operation, Optional.of(ref.value()), now);
  }

  /// Who may do what to a ref, and what stands against it.
  public Holders who(RefName ref, Instant now) {
    List<Holders.Holding> granted = new ArrayList<>();
    Set<Block> blocks = new LinkedHashSet<>();
    for (Operation operation : EnumSet.allOf(Operation.class)) {
      if (operation.isOnRefs()) {
        Ruling ruling = ruling(operation, ref, now);
        for (Ruling.Candidate one : ruling.counting()) {
          one.grant().to().stream()
              .sorted(Comparator.comparing(Object::toString))
              .map(to -> new Holders.Holding(operation, to, one.user(), one.grant().rule()))
              .forEach(granted::add);
        }
        blocks.addAll(ruling.blocks());
      }
    }
    return new Holders(granted, List.copyOf(blocks), book.guards(ref.value(), now));
  }

  /// Whether anybody could still change the rules.
  boolean hasAdmin(Instant now) {
    return ruling(Operation.ADMIN, Advertised.ACCESS, now).namesSomebody();
  }

  /// The volume's own rules, if they can be read.
  Optional<AccessRules> own() {
    return switch (texts.get(Level.VOLUME)) {
      case AccessRules rules -> Optional.of(rules);
      case UnreadableRules _ -> Optional.empty();
      case null -> Optional.of(AccessRules.none(Level.VOLUME));
    };
  }

  /// Whether `caller` may change what is said of each of these patterns, and of no other; nothing
  /// that keeps its rules to itself, and no block, may be in the way.
  boolean isAdminOf(Set<String> patterns, Caller caller, Instant now) {
    Set<String> asked = new LinkedHashSet<>(patterns);
    asked.addAll(book.closedToAdmins());
    return !patterns.isEmpty()
        && book.blocked(Operation.ADMIN, caller.subject()).isEmpty()
        && asked.stream()
            .map(pattern -> new Question(caller, Operation.ADMIN, pattern, now))
            .allMatch(question -> plain(question).isAllowed());
  }

  /// The verdict on a request for a ref.
  ///
  /// @param since when the ref came to point where it does, if that is known
  Verdict checkAged(Question question, Optional<Instant> since) {
    String ref = question.ref().orElseThrow();
    if (!Advertised.includes(new RefName(ref))) {
      return question.denied(Verdict.Reason.NO_SUCH_PLACE, "no such ref is shared", List.of());
    }
    Verdict verdict =
        ref.equals(Advertised.ACCESS.value())
            ? onRules(question)
            : plain(question.with(effective(question.operation(), ref)));
    return verdict.isAllowed() ? guarded(question, since, verdict) : verdict;
  }

  /// A tag that is moved is forced, wherever to.
  static Operation effective(Operation operation, String ref) {
    if (ref.equals(Advertised.ACCESS.value())) {
      return operation == Operation.CREATE || operation == Operation.PUSH
          ? Operation.ADMIN
          : operation;
    }
    return operation == Operation.PUSH && ref.startsWith(RefName.TAGS)
        ? Operation.FORCE
        : operation;
  }

  /// Who may change the rules may read them; who may not, changes nothing there.
  private Verdict onRules(Question question) {
    Verdict admin = plain(question.with(Operation.ADMIN));
    return switch (question.operation()) {
      case READ -> {
        Verdict read = plain(question);
        yield read.isAllowed() || !admin.isAllowed() ? read : admin;
      }
      case FORCE -> {
        Verdict force = plain(question);
        yield force.isAllowed() ? admin : force;
      }
      case DELETE ->
          question.denied(
              Verdict.Reason.RULES_REFUSED, "a volume's rules are not deleted", List.of());
      case CREATE, PUSH, ADMIN, VOLUME_CREATE, VOLUME_DELETE, VOLUME_RENAME, GC, AUDIT_READ ->
          admin;
    };
  }

  /// What is allowed, unless a protection stands against it.
  Verdict guarded(Question question, Optional<Instant> since, Verdict allowed) {
    String ref = question.ref().orElseThrow();
    // What takes an admin is still a change to the ref of the rules.
    Operation operation =
        ref.equals(Advertised.ACCESS.value())
            ? question.operation()
            : effective(question.operation(), ref);
    for (Guard guard : book.guards(ref, question.now())) {
      if (guard.stops(operation, ref, since, question.now())
          || guard.stops(operation, ref, question.caller().subject(), question.now())) {
        return new Verdict.Denied(
            Verdict.Reason.PROTECTED,
            question.refused(Verdict.Reason.PROTECTED, "it is protected").sentence(),
            "by " + guard.rule() + "; `volary unprotect` lifts that",
            List.of(guard.rule()));
      }
    }
    return allowed;
  }

  /// The verdict by token, state of the rules, blocks and grants, and nothing else.
  Verdict plain(Question question) {
    Subject subject = question.caller().subject();
    Optional<Verdict> early = scope(question).or(() -> unreadable(question));
    if (early.isPresent()) {
      return early.get();
    }
    Ruling ruling = book.ruling(question.operation(), question.ref(), question.now());
    if (!ruling.blocking(subject).isEmpty()) {
      return question.denied(
          Verdict.Reason.BLOCKED, "the hub blocks it by ", ruling.blocking(subject));
    }
    if (!ruling.granting(subject).isEmpty()) {
      return new Verdict.Allowed(ruling.granting(subject));
    }
    return ruling.wouldGrant(subject).isEmpty()
        ? question.denied(Verdict.Reason.NOT_GRANTED, "no rule grants it", List.of())
        : question.denied(
            Verdict.Reason.CUT_OFF,
            ruling.wouldGrant(subject).getFirst() + " is cut off by ",
            ruling.cutters());
  }

  private Optional<Verdict> scope(Question question) {
    Scope scope = question.caller().scope();
    if (scope.isExpired(question.now())) {
      return Optional.of(question.refused(Verdict.Reason.EXPIRED, "the token has expired"));
    }
    return scope.includes(question.caller().subject(), volume, question.operation(), question.ref())
        ? Optional.empty()
        : Optional.of(
            question.refused(Verdict.Reason.OUT_OF_SCOPE, "the token does not include it"));
  }

  /// Where a level can't be read, only those whom the hub itself makes admins get in.
  private Optional<Verdict> unreadable(Question question) {
    return texts.values().stream()
        .filter(UnreadableRules.class::isInstance)
        .map(UnreadableRules.class::cast)
        .findFirst()
        .filter(text -> text.level() == Level.HUB || !isHubAdmin(question))
        .map(text -> question.denied(Verdict.Reason.RULES_UNREADABLE, text.problem(), List.of()));
  }

  private boolean isHubAdmin(Question question) {
    Ruling ruling =
        hub.ruling(Operation.ADMIN, Optional.of(Advertised.ACCESS.value()), question.now());
    Subject subject = question.caller().subject();
    return !ruling.granting(subject).isEmpty() && ruling.blocking(subject).isEmpty();
  }
}

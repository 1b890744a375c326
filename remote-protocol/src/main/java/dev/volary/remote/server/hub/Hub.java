package dev.volary.remote.server.hub;

import dev.volary.core.depot.Depot;
import dev.volary.core.depot.Volume;
import dev.volary.core.depot.VolumeName;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.RefName;
import dev.volary.remote.access.Access;
import dev.volary.remote.access.Caller;
import dev.volary.remote.access.pattern.Advertised;
import dev.volary.remote.access.rules.AccessRules;
import dev.volary.remote.access.rules.Level;
import dev.volary.remote.access.rules.Operation;
import dev.volary.remote.access.rules.RuleText;
import dev.volary.remote.server.hub.audit.AuditLog;
import dev.volary.remote.server.hub.hook.HubHooks;
import dev.volary.remote.server.hub.people.Accounts;
import dev.volary.remote.server.hub.people.People;
import dev.volary.remote.server.hub.people.PeopleFile;
import dev.volary.remote.server.hub.quota.Quotas;
import dev.volary.remote.server.hub.webhook.Webhooks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// An open hub: its depot, whom it knows, its rules and its log. Thread-safe.
///
/// The depot is its opener's to close.
public final class Hub {
  private final Depot depot;
  private final Accounts accounts;
  private final HubRules rules;
  private final AuditLog audit;
  private final Quotas quotas;
  private final Webhooks webhooks;

  private Hub(Depot depot) {
    HubLayout layout = new HubLayout(depot.layout().directory());
    var clock = depot.surroundings().clock();
    PeopleFile people = new PeopleFile(layout.depot(), layout.people(), clock);
    this.depot = depot;
    this.accounts = new Accounts(people, clock, depot.surroundings().random());
    this.rules = new HubRules(depot, layout);
    this.audit = new AuditLog(layout.audit(), clock);
    this.quotas = new Quotas(layout.depot(), layout.quotas(), clock);
    this.webhooks =
        new Webhooks(
            new Webhooks.Place(
                layout.depot(), layout.webhooks(), clock, depot.surroundings().random()),
            audit);
  }

  /// Whether a depot is a hub.
  public static boolean is(Depot depot) {
    return Files.isRegularFile(new HubLayout(depot.layout().directory()).people());
  }

  /// The hub that a depot is; NOT_FOUND where it is none.
  public static Hub open(Depot depot) {
    if (!is(depot)) {
      throw new VolaryException(
          Fault.NOT_FOUND,
          "%s is no hub: `volary hub init DIR` makes one".formatted(depot.layout().directory()));
    }
    return new Hub(depot);
  }

  /// Its depot.
  public Depot depot() {
    return depot;
  }

  /// Users, groups, invitations and tokens.
  public Accounts accounts() {
    return accounts;
  }

  /// Its rules.
  public HubRules rules() {
    return rules;
  }

  /// What happened on it.
  public AuditLog audit() {
    return audit;
  }

  /// How much it keeps for whom.
  public Quotas quotas() {
    return quotas;
  }

  /// Whom it tells what happens.
  public Webhooks webhooks() {
    return webhooks;
  }

  /// The programs that are asked and told about pushes.
  HubHooks hooks() {
    return new HubHooks(new HubLayout(depot.layout().directory()).hooks(), HubHooks.LIMIT);
  }

  /// The folder of the certificate that it proves itself by.
  public Path identity() {
    return new HubLayout(depot.layout().directory()).identity();
  }

  /// The time.
  public Instant now() {
    return depot.surroundings().clock().instant();
  }

  /// Whether a caller administers the hub.
  public boolean isAdmin(Caller caller) throws IOException {
    return rules.ofHub().check(caller, Operation.ADMIN, Advertised.ACCESS, now()).isAllowed();
  }

  /// Whether, with these people, somebody could still administer the hub.
  public boolean isGoverned(People people) {
    try {
      return isGoverned(people, rules.ofHub());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Whether, by this text of the hub's rules, somebody could still administer the hub.
  public boolean isGovernedBy(String text) throws IOException {
    RuleText found = AccessRules.parse(Level.HUB, text);
    return isGoverned(accounts.people(), Access.of("*", defaultBranch(), List.of(found)));
  }

  private static RefName defaultBranch() {
    return RefName.branch("main");
  }

  private boolean isGoverned(People people, Access access) {
    Instant now = now();
    return people.users().keySet().stream()
        .flatMap(name -> people.subject(name).stream())
        .anyMatch(user ->
            access.check(Caller.of(user), Operation.ADMIN, Advertised.ACCESS, now).isAllowed());
  }

  /// The names of its volumes.
  public List<HubVolumeName> volumes() throws IOException {
    List<HubVolumeName> names = new ArrayList<>();
    for (VolumeName name : depot.volumes()) {
      HubVolumeName.of(name).ifPresent(names::add);
    }
    return names;
  }

  /// A volume, if it is there; whoever asks.
  public Optional<Volume> find(HubVolumeName name) throws IOException {
    return depot.volumes().contains(name.inDepot())
        ? Optional.of(depot.volume(name.inDepot()))
        : Optional.empty();
  }
}

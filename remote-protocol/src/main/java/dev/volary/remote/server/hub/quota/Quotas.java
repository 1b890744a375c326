package dev.volary.remote.server.hub.quota;

import dev.volary.remote.message.hub.HubQuota;
import dev.volary.remote.server.Allowance;
import dev.volary.remote.server.Rights;
import dev.volary.remote.server.hub.quota.QuotaBook.Share;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;

/// How much a hub keeps for whom. Whether the caller may ask is decided before. Thread-safe; every
/// change is durable when its method returns.
///
/// Counted is what pushes sent, whether or not the hub had it from elsewhere: else what is left
/// would tell what others keep.
public final class Quotas {
  private static final String USER = "user:";

  private final QuotaFile file;
  private final InstantSource clock;

  /// The quotas kept in `file`.
  ///
  /// @param depot the hub's directory, where locks are
  public Quotas(Path depot, Path file, InstantSource clock) {
    this.file = new QuotaFile(depot, file);
    this.clock = clock;
  }

  /// The limits that a user's push to a volume counts against.
  ///
  /// @param push its id, which does not count against itself; may be empty
  public List<Allowance> allowances(String volume, String user, String push) throws IOException {
    QuotaBook book = file.read();
    long own = book.countedFor(push);
    List<Allowance> allowances = new ArrayList<>();
    book.limitOfVolume(volume)
        .ifPresent(limit ->
            allowances.add(
                new Allowance(
                    volume, Allowance.Scope.VOLUME, limit.bytes(), book.usedIn(volume) - own)));
    book.limitOfUser(user)
        .ifPresent(limit ->
            allowances.add(
                new Allowance(
                    user,
                    Allowance.Scope.PRINCIPAL,
                    limit.bytes(),
                    book.usedBy(user, clock.instant()) - own)));
    return allowances;
  }

  /// Counts a push.
  public void charge(String volume, String user, Rights.Charge charge) throws IOException {
    file.change(book ->
        book.withPush(charge.push(), new Share(volume, user), charge.bytes())
            .settled(
                push -> push.equals(charge.push()) || charge.isOpen().test(push), clock.instant()));
  }

  /// Sets a limit, or lifts it.
  ///
  /// @param of as in [#one]
  public void limit(String of, OptionalLong bytes) throws IOException {
    file.change(book -> book.withLimit(of, bytes));
  }

  /// Takes a volume out, whose bytes count for its users until they are gone.
  public void deleted(String volume, Instant until) throws IOException {
    file.change(book -> book.withoutVolume(volume, until));
  }

  /// Says what a volume really kept when it was counted as using `before` bytes; what has landed
  /// since counts too.
  public void measured(String volume, long bytes, long before) throws IOException {
    file.change(book -> book.measured(volume, bytes + Math.max(0, book.usedIn(volume) - before)));
  }

  /// All limits, and all that is used.
  public List<HubQuota> all() throws IOException {
    QuotaBook book = file.read();
    TreeSet<String> names = new TreeSet<>(book.limits().keySet());
    book.used()
        .keySet()
        .forEach(share -> {
          names.add(share.volume());
          if (!share.user().isEmpty()) {
            names.add(USER + share.user());
          }
        });
    book.deleted().forEach(each -> names.add(USER + each.share().user()));
    names.remove(USER);
    return names.stream().map(name -> quota(book, name)).toList();
  }

  /// What holds for one user (`user:NAME`) or volume, and what it uses; for all that have no limit
  /// of their own (`user:*`, `NAMESPACE/*`, `*`) what is set.
  public HubQuota one(String of) throws IOException {
    return quota(file.read(), of);
  }

  private HubQuota quota(QuotaBook book, String of) {
    if (of.endsWith("*")) {
      return new HubQuota(of, Optional.ofNullable(book.limits().get(of)), Optional.empty());
    }
    boolean ofUser = of.startsWith(USER);
    String name = ofUser ? of.substring(USER.length()) : of;
    var limit = ofUser ? book.limitOfUser(name) : book.limitOfVolume(name);
    long used = ofUser ? book.usedBy(name, clock.instant()) : book.usedIn(name);
    return new HubQuota(of, limit.map(QuotaBook.Limit::bytes), Optional.of(used));
  }
}

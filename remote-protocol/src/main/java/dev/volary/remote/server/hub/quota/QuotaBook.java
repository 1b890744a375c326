package dev.volary.remote.server.hub.quota;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/// The limits of a hub and what counts against them, at one moment. Immutable.
///
/// @param limits bytes by what they limit: `user:NAME`, `user:*` for each user without one,
///   `NAMESPACE/NAME`, `NAMESPACE/*` and `*` for each volume without one
/// @param used bytes by whose they are
/// @param counted what pushes that may be counted again were counted with, by their ids
/// @param deleted bytes of deleted volumes, which count for their users as long as they are kept
record QuotaBook(
    SortedMap<String, Long> limits,
    Map<Share, Long> used,
    Map<String, Counted> counted,
    List<Deleted> deleted) {
  static final QuotaBook EMPTY = new QuotaBook(new TreeMap<>(), Map.of(), Map.of(), List.of());

  QuotaBook {
    limits = Collections.unmodifiableSortedMap(new TreeMap<>(limits));
    used = Map.copyOf(used);
    counted = Map.copyOf(counted);
    deleted = List.copyOf(deleted);
  }

  /// Whose bytes.
  ///
  /// @param user who brought them; empty where nobody known did
  record Share(String volume, String user) {}

  /// What one push was counted with.
  record Counted(Share share, long bytes) {}

  /// What stays of a deleted volume.
  record Deleted(Share share, long bytes, Instant until) {}

  /// A limit that holds for somebody or something.
  record Limit(String of, long bytes) {}

  Optional<Limit> limitOfUser(String user) {
    return first("user:" + user, "user:*");
  }

  Optional<Limit> limitOfVolume(String volume) {
    String namespace = volume.substring(0, volume.indexOf('/'));
    return first(volume, namespace + "/*", "*");
  }

  private Optional<Limit> first(String... names) {
    for (String name : names) {
      Long bytes = limits.get(name);
      if (bytes != null) {
        return Optional.of(new Limit(name, bytes));
      }
    }
    return Optional.empty();
  }

  long usedBy(String user, Instant now) {
    long deletedBytes =
        deleted.stream()
            .filter(each -> each.share.user.equals(user) && now.isBefore(each.until))
            .mapToLong(Deleted::bytes)
            .sum();
    return deletedBytes + sum(share -> share.user.equals(user));
  }

  long usedIn(String volume) {
    return sum(share -> share.volume.equals(volume));
  }

  private long sum(Predicate<Share> meant) {
    return used.entrySet().stream()
        .filter(each -> meant.test(each.getKey()))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /// What a push that is still under way was counted with already.
  long countedFor(String push) {
    Counted known = counted.get(push);
    return known == null ? 0 : known.bytes;
  }

  QuotaBook withLimit(String of, OptionalLong bytes) {
    SortedMap<String, Long> changed = new TreeMap<>(limits);
    changed.remove(of);
    bytes.ifPresent(most -> changed.put(of, most));
    return new QuotaBook(changed, used, counted, deleted);
  }

  /// With a push counted, once.
  QuotaBook withPush(String push, Share share, long bytes) {
    Map<Share, Long> more = new HashMap<>(used);
    more.merge(share, bytes - countedFor(push), Long::sum);
    Map<String, Counted> known = new HashMap<>(counted);
    if (!push.isEmpty()) {
      known.put(push, new Counted(share, bytes));
    }
    return new QuotaBook(limits, more, known, deleted);
  }

  /// Without the pushes that can't be counted again, and the deleted volumes that are gone.
  QuotaBook settled(Predicate<String> isOpen, Instant now) {
    Map<String, Counted> known = new HashMap<>(counted);
    known.keySet().removeIf(push -> !isOpen.test(push));
    List<Deleted> kept = deleted.stream().filter(each -> now.isBefore(each.until)).toList();
    return new QuotaBook(limits, used, known, kept);
  }

  /// Without a volume; its bytes count for its users until they are gone.
  QuotaBook withoutVolume(String volume, Instant until) {
    Map<Share, Long> left = new HashMap<>(used);
    List<Deleted> more = new ArrayList<>(deleted);
    used.forEach((share, bytes) -> {
      if (share.volume.equals(volume)) {
        left.remove(share);
        more.add(new Deleted(share, bytes, until));
      }
    });
    Map<String, Counted> known = new HashMap<>(counted);
    known.values().removeIf(each -> each.share.volume.equals(volume));
    return new QuotaBook(limits, left, known, more);
  }

  /// With what a volume keeps by measure: users have less where it is less than they brought, and
  /// what is more counts for nobody.
  QuotaBook measured(String volume, long bytes) {
    long before = usedIn(volume);
    Map<Share, Long> changed = new HashMap<>(used);
    Share nobody = new Share(volume, "");
    if (bytes < before) {
      changed.replaceAll((share, held) ->
          share.volume.equals(volume) ? (long) Math.floor((double) held / before * bytes) : held);
    }
    long missing =
        bytes
            - changed.entrySet().stream()
                .filter(each -> each.getKey().volume.equals(volume))
                .mapToLong(Map.Entry::getValue)
                .sum();
    changed.merge(nobody, missing, Long::sum);
    changed.values().removeIf(held -> held == 0);
    return new QuotaBook(limits, changed, counted, deleted);
  }
}

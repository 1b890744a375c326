package dev.volary.remote.server.push;

import dev.volary.core.depot.Depot;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.session.DepotLock;
import dev.volary.remote.message.TransferId;
import dev.volary.remote.message.TransferLimits;
import dev.volary.remote.server.Allowance;
import dev.volary.remote.server.Rights;
import dev.volary.remote.server.VolumeView;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// How many bytes pushes may yet bring: what the limits leave, less what others under way have
/// claimed. Thread-safe, and safe between processes.
///
/// All that claims or counts does so under one lock, so that two pushes never take the same room.
final class PushRoom {
  /// How long a claim holds more than what has arrived, if nothing more arrives.
  static final Duration HOLD = Duration.ofMinutes(15);

  private final Depot depot;
  private final PushLimits limits;
  private final Quarantine quarantine;

  PushRoom(Depot depot, PushLimits limits, Quarantine quarantine) {
    this.depot = depot;
    this.limits = limits;
    this.quarantine = quarantine;
  }

  /// What a push may bring in all.
  ///
  /// @param by the limit that leaves no more, if it is one of the rights'
  private record Left(long bytes, Optional<Allowance> by) {}

  DepotLock lock() throws IOException {
    return depot.lock("push-room", "push");
  }

  /// Refuses a push that is to bring more than there is room for. Under [#lock].
  ///
  /// @param push its id; empty if it has none yet
  void require(VolumeView view, String push, long bytes) throws IOException {
    if (bytes > 0) {
      Left left = left(view, push);
      if (bytes > left.bytes) {
        throw full(view.rights(), left, bytes);
      }
    }
  }

  /// Claims room for what a request is about to bring, before any of it is read; returns how much
  /// it may bring.
  ///
  /// @param length of the request, if it said so
  long expect(VolumeView view, TransferId id, OptionalLong length) throws IOException {
    if (isUnlimited(view)) {
      return Long.MAX_VALUE;
    }
    try (DepotLock _ = lock()) {
      Claim claim = quarantine.claim(id);
      Left left = left(view, id.toHex());
      long room = left.bytes - claim.arrivedBytes();
      long coming = length.orElse(Math.clamp(room, 1, TransferLimits.MAX_PACK_BYTES));
      if (coming > room) {
        throw full(view.rights(), left, claim.arrivedBytes() + coming);
      }
      quarantine.claim(id, claim.coming(coming));
      return coming;
    }
  }

  /// The failure of a request that brings more than it claimed.
  VolaryException exceeded(VolumeView view, TransferId id, long bytes) {
    try {
      return full(view.rights(), left(view, id.toHex()), bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Says what a push has brought by now.
  void arrived(VolumeView view, TransferId id, long bytes) throws IOException {
    if (!isUnlimited(view)) {
      try (DepotLock _ = lock()) {
        quarantine.claim(id, quarantine.claim(id).arrived(bytes));
      }
    }
  }

  /// Counts what a push is about to keep; NO_SPACE where that is too much, and nothing is counted.
  void admit(VolumeView view, Optional<TransferId> id, long bytes) throws IOException {
    if (bytes == 0) {
      return;
    }
    String push = id.map(TransferId::toHex).orElse("");
    try (DepotLock _ = lock()) {
      require(view, push, bytes);
      view.rights()
          .charge(
              new Rights.Charge(push, bytes, open -> quarantine.contains(TransferId.hex(open))));
      if (id.isPresent()) {
        quarantine.claim(id.get(), quarantine.claim(id.get()).settled());
      }
    }
  }

  /// Takes back what [#admit] counted for a push of which nothing landed.
  void release(VolumeView view, Optional<TransferId> id, long bytes) throws IOException {
    if (bytes == 0) {
      return;
    }
    // A push with an id counts what it is said to have brought last, once.
    long counted = id.isPresent() ? 0 : -bytes;
    try (DepotLock _ = lock()) {
      view.rights()
          .charge(
              new Rights.Charge(
                  id.map(TransferId::toHex).orElse(""),
                  counted,
                  open -> quarantine.contains(TransferId.hex(open))));
    }
  }

  private boolean isUnlimited(VolumeView view) {
    return limits.bytes() == Long.MAX_VALUE && view.rights().allowances("").isEmpty();
  }

  private Left left(VolumeView view, String push) throws IOException {
    Left least = new Left(limits.bytes(), Optional.empty());
    var allowances = view.rights().allowances(push);
    Map<TransferId, Quarantine.Claimed> claims =
        allowances.isEmpty() ? Map.of() : quarantine.claims();
    for (Allowance allowance : allowances) {
      long left = allowance.limitBytes() - allowance.usedBytes();
      for (Map.Entry<TransferId, Quarantine.Claimed> other : claims.entrySet()) {
        Claim claim = other.getValue().claim();
        boolean counts =
            switch (allowance.scope()) {
              case VOLUME -> claim.volume().equals(view.volume().name().text());
              case PRINCIPAL -> claim.principal().equals(view.who().key());
            };
        if (counts && !other.getKey().toHex().equals(push)) {
          left = Math.max(Long.MIN_VALUE / 2, left - held(other.getValue()));
        }
      }
      if (left < least.bytes) {
        least = new Left(left, Optional.of(allowance));
      }
    }
    return least;
  }

  private long held(Quarantine.Claimed claimed) {
    boolean goesOn = claimed.touched().plus(HOLD).isAfter(depot.surroundings().clock().instant());
    long bytes = goesOn ? claimed.claim().bytes() : claimed.claim().arrivedBytes();
    return Math.min(bytes, Long.MAX_VALUE / 4);
  }

  private static VolaryException full(Rights rights, Left left, long bytes) {
    String room =
        left.by
            .map(allowance ->
                "the quota of %s is %s, of which %s are used or claimed and %s left"
                    .formatted(
                        allowance.of(),
                        size(allowance.limitBytes()),
                        size(allowance.limitBytes() - left.bytes),
                        size(Math.max(0, left.bytes))))
            .orElseGet(() -> "one push may bring " + size(left.bytes));
    String reason =
        "the push brings %s, and %s: ask who runs the server for more room"
            .formatted(size(bytes), room);
    rights.overQuota(reason);
    return new VolaryException(Fault.NO_SPACE, reason);
  }

  private static String size(long bytes) {
    String[] units = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};
    double value = bytes;
    int unit = 0;
    while (value >= 999.5 && unit < units.length - 1) {
      value /= 1000;
      unit++;
    }
    return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.3g %s", value, units[unit]);
  }
}

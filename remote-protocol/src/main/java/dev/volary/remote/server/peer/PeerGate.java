package dev.volary.remote.server.peer;

import dev.volary.core.depot.VolumeName;
import dev.volary.core.history.Identity;
import dev.volary.core.history.RefName;
import dev.volary.remote.access.RefChange;
import dev.volary.remote.access.pattern.Advertised;
import dev.volary.remote.server.Exchange;
import dev.volary.remote.server.Gate;
import dev.volary.remote.server.Principal;
import dev.volary.remote.server.Rights;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// Lets in who has redeemed an invitation, to the volume it was for, as long as it is shared.
final class PeerGate implements Gate {
  private static final String BEARER = "bearer ";
  private static final String BASIC = "basic ";
  private static final int MAX_HEADER = 1024;
  private static final Principal NOBODY =
      new Principal("anonymous", new Identity("anonymous", "anonymous@localhost"), true);

  private final GuestBook guests;
  private final Map<VolumeName, Boolean> shared;
  private final Function<VolumeName, RefName> defaultBranch;
  private final Map<String, VolumeName> opened = new ConcurrentHashMap<>();

  /// @param shared the volumes that are shared, and whether they may be written to
  /// @param defaultBranch tells the default branch of a volume
  PeerGate(
      GuestBook guests,
      Map<VolumeName, Boolean> shared,
      Function<VolumeName, RefName> defaultBranch) {
    this.guests = guests;
    this.shared = Map.copyOf(shared);
    this.defaultBranch = defaultBranch;
  }

  @Override
  public Optional<Principal> principal(Exchange exchange) {
    Optional<String> header = exchange.header("Authorization");
    if (header.isEmpty()) {
      return Optional.of(NOBODY);
    }
    try {
      Optional<String> token = token(header.get());
      return token.isEmpty() ? Optional.empty() : guests.find(token.get()).map(this::known);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Principal known(GuestBook.Guest guest) {
    opened.put(guest.key(), guest.volume());
    String name = guest.name().isBlank() ? guest.key() : guest.name();
    Identity identity =
        new Identity(
            name.replaceAll("[<>\\p{Cntrl}]", ""), guest.key().replace(':', '-') + "@peer");
    return new Principal(guest.key(), identity, false);
  }

  /// A bearer token, or the password that stock Git gives.
  private static Optional<String> token(String header) {
    if (header.length() > MAX_HEADER) {
      return Optional.empty();
    }
    if (header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      return Optional.of(header.substring(BEARER.length()).strip());
    }
    if (!header.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
      return Optional.empty();
    }
    try {
      byte[] decoded = Base64.getDecoder().decode(header.substring(BASIC.length()).strip());
      String pair = new String(decoded, StandardCharsets.UTF_8);
      int colon = pair.indexOf(':');
      return colon < 0 ? Optional.empty() : Optional.of(pair.substring(colon + 1));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  @Override
  public Optional<Rights> rights(Principal who, VolumeName volume) {
    Boolean writable = shared.get(volume);
    return writable == null || !volume.equals(opened.get(who.key()))
        ? Optional.empty()
        : Optional.of(new PeerRights(writable, defaultBranch.apply(volume)));
  }

  /// Reading everything; writing, where it is allowed at all, what can be undone.
  private record PeerRights(boolean writable, RefName main) implements Rights {
    @Override
    public boolean mayRead(RefName ref) {
      return true;
    }

    @Override
    public boolean mayWrite() {
      return writable;
    }

    @Override
    public List<Optional<String>> judge(List<RefChange> changes) {
      return changes.stream().map(this::objection).toList();
    }

    private Optional<String> objection(RefChange change) {
      if (!writable) {
        return Optional.of("this volume is shared read-only");
      }
      if (change.ref().equals(Advertised.ACCESS)) {
        return Optional.of("the rules of a volume are changed where it is");
      }
      return switch (change) {
        case RefChange.Create create -> pointed(create.target());
        case RefChange.Update update -> {
          if (!update.forward() && update.ref().equals(main)) {
            yield Optional.of("the default branch is not forced: push to another branch");
          }
          yield update.ref().isTag()
              ? Optional.of("tags are not moved: push another tag")
              : pointed(update.target());
        }
        case RefChange.Delete delete ->
            delete.ref().equals(main)
                ? Optional.of("the default branch is not deleted")
                : Optional.empty();
      };
    }

    private static Optional<String> pointed(RefChange.Target target) {
      return target.readable() ? Optional.empty() : Optional.of("the commit is not here");
    }
  }
}

package dev.volary.remote.server.hub;

import dev.volary.core.depot.Volume;
import dev.volary.core.depot.VolumeName;
import dev.volary.core.history.RefName;
import dev.volary.remote.access.Access;
import dev.volary.remote.access.Caller;
import dev.volary.remote.access.pattern.Advertised;
import dev.volary.remote.access.rules.Operation;
import dev.volary.remote.message.json.JsonObject;
import dev.volary.remote.server.Exchange;
import dev.volary.remote.server.Gate;
import dev.volary.remote.server.Principal;
import dev.volary.remote.server.Rights;
import dev.volary.remote.server.hub.people.Login;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Lets people in by their tokens, and into volumes as far as rules say; for one request, so that
/// its log knows which. Used by one thread.
///
/// Whatever can't be read or written down fails the request: nothing is allowed by an accident.
public final class HubGate implements Gate {
  private static final String BEARER = "bearer ";
  private static final String BASIC = "basic ";

  private final HubRequest request;
  private @Nullable Login known;

  /// The gate for a request.
  public HubGate(HubRequest request) {
    this.request = request;
  }

  /// Finds out who asks, as [#principal].
  public Optional<Login> login(Exchange exchange) throws IOException {
    Optional<String> header = exchange.header("Authorization");
    if (header.isEmpty()) {
      return Optional.of(Login.ANONYMOUS);
    }
    String value = header.get();
    Optional<Login> login = Optional.empty();
    Optional<String> claimed = Optional.empty();
    if (value.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      login = request.hub().accounts().login(value.substring(BEARER.length()).strip());
    } else if (value.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
      String[] pair = basic(value.substring(BASIC.length()).strip()).split(":", 2);
      claimed = Optional.of(pair[0]);
      if (pair.length == 2) {
        login =
            request.hub().accounts().login(pair[1]).filter(known -> known.name().equals(pair[0]));
      }
    }
    if (login.isEmpty()) {
      JsonObject facts = JsonObject.EMPTY.with("claimed", claimed.map(HubGate::shortened));
      request.audit("login.denied", "unknown", Optional.empty(), facts);
    }
    return login;
  }

  private static String shortened(String text) {
    return text.substring(0, Math.min(100, text.length()));
  }

  private static String basic(String encoded) {
    try {
      return new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      return "";
    }
  }

  @Override
  public Optional<Principal> principal(Exchange exchange) {
    try {
      Optional<Login> login = login(exchange);
      if (login.isEmpty()) {
        return Optional.empty();
      }
      Principal principal = principal(login.get());
      known = login.get();
      return Optional.of(principal);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Principal principal(Login login) {
    return login.isAnonymous()
        ? new Principal("anonymous:" + request.address(), login.identity(), true)
        : new Principal("user:" + login.name(), login.identity(), false);
  }

  /// Who was found to ask.
  Optional<Login> known() {
    return Optional.ofNullable(known);
  }

  @Override
  public Optional<Rights> rights(Principal who, VolumeName volume) {
    Login login = known().orElse(Login.ANONYMOUS);
    try {
      Optional<HubVolumeName> name = HubVolumeName.of(volume);
      Optional<Volume> found = name.isEmpty() ? Optional.empty() : request.hub().find(name.get());
      if (found.isEmpty()) {
        return Optional.empty();
      }
      HubRights rights = new HubRights(request, login, name.get(), found.get());
      return rights.mayKnow() ? Optional.of(rights) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Whether a volume exists for somebody: they may read one of its refs, or do anything to its
  /// default branch or its rules.
  public static boolean mayKnow(Volume volume, Access access, Caller caller, Instant now) {
    Set<RefName> refs = new HashSet<>(volume.history().transfer().refs("refs/").keySet());
    refs.removeIf(ref -> !Advertised.includes(ref));
    RefName main = volume.history().refs().defaultBranch();
    return !access.readable(refs, caller, now).isEmpty()
        || EnumSet.of(Operation.READ, Operation.CREATE, Operation.PUSH).stream()
            .anyMatch(each -> access.check(caller, each, main, now).isAllowed())
        || access.check(caller, Operation.ADMIN, Advertised.ACCESS, now).isAllowed();
  }
}

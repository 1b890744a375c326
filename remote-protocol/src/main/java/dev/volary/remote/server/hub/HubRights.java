package dev.volary.remote.server.hub;

import dev.volary.core.depot.Volume;
import dev.volary.core.history.RefName;
import dev.volary.remote.access.Access;
import dev.volary.remote.access.Caller;
import dev.volary.remote.access.RefChange;
import dev.volary.remote.access.RefVerdict;
import dev.volary.remote.access.Verdict;
import dev.volary.remote.access.rules.Operation;
import dev.volary.remote.message.json.JsonObject;
import dev.volary.remote.server.Allowance;
import dev.volary.remote.server.Rights;
import dev.volary.remote.server.hub.people.Login;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What somebody may do to a volume of a hub, by the rules as they were when this was made.
final class HubRights implements Rights {
  private final HubRequest request;
  private final Login login;
  private final HubVolumeName name;
  private final Volume volume;
  private final Access access;
  private final Instant now;

  HubRights(HubRequest request, Login login, HubVolumeName name, Volume volume) throws IOException {
    this.request = request;
    this.login = login;
    this.name = name;
    this.volume = volume;
    this.access = request.hub().rules().of(name, volume);
    this.now = request.hub().now();
  }

  /// The name of who asks.
  String user() {
    return login.name();
  }

  boolean mayKnow() {
    return HubGate.mayKnow(volume, access, caller(), now);
  }

  private Caller caller() {
    return login.caller();
  }

  @Override
  public boolean mayRead(RefName ref) {
    return access.check(caller(), Operation.READ, ref, now).isAllowed();
  }

  @Override
  public boolean mayWrite() {
    return !login.isAnonymous();
  }

  @Override
  public List<Optional<String>> judge(List<RefChange> changes) {
    boolean mayReadRules = access.mayReadRules(caller(), now);
    List<Optional<String>> reasons = new ArrayList<>();
    for (RefVerdict verdict : access.judge(changes, caller(), now)) {
      reasons.add(
          switch (verdict.verdict()) {
            case Verdict.Allowed _ -> Optional.empty();
            case Verdict.Denied denied -> {
              denied(verdict.change(), denied);
              yield Optional.of(denied.text(mayReadRules));
            }
          });
    }
    return reasons;
  }

  /// Writes down what was done with these rights.
  void audit(String event, JsonObject facts) throws IOException {
    request.audit(event, login, facts);
  }

  private void denied(RefChange change, Verdict.Denied denied) {
    JsonObject facts =
        JsonObject.EMPTY
            .with("volume", name.toString())
            .with("ref", change.ref().value())
            .with("change", kind(change))
            .with("code", denied.reason().code())
            .with("reason", denied.text(true));
    try {
      audit("push.denied", facts);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String kind(RefChange change) {
    return switch (change) {
      case RefChange.Create _ -> "create";
      case RefChange.Update update -> update.forward() ? "push" : "force";
      case RefChange.Delete _ -> "delete";
    };
  }

  @Override
  public List<Allowance> allowances(String push) {
    try {
      return request.hub().quotas().allowances(name.toString(), user(), push);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void charge(Charge charge) {
    try {
      request.hub().quotas().charge(name.toString(), user(), charge);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void overQuota(String reason) {
    JsonObject facts =
        JsonObject.EMPTY
            .with("volume", name.toString())
            .with("code", "quota")
            .with("reason", reason);
    try {
      audit("push.denied", facts);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package dev.volary.remote.server.hub;

import dev.volary.core.error.VolaryException;
import dev.volary.core.history.RefName;
import dev.volary.remote.access.pattern.Advertised;
import dev.volary.remote.message.CommandVerdict.Objection;
import dev.volary.remote.message.json.JsonObject;
import dev.volary.remote.server.VolumeView;
import dev.volary.remote.server.hub.hook.HubHooks;
import dev.volary.remote.server.push.Incoming;
import dev.volary.remote.server.push.PushHooks;
import dev.volary.remote.server.push.RefMove;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Writes pushes down: what is about to move before it does, so that nothing moves unseen, and what
/// did move; asks and tells the hub's hooks. Thread-safe.
public final class HubPushes implements PushHooks {
  private static final int MOVES_A_LINE = 50;

  private final HubHooks hooks;

  /// The pushes to a hub.
  public HubPushes(Hub hub) {
    this.hooks = hub.hooks();
  }

  @Override
  public Map<RefName, Objection> landing(VolumeView view, List<RefMove> moves, Incoming incoming)
      throws IOException {
    if (view.rights() instanceof HubRights rights) {
      for (int i = 0; i < moves.size(); i += MOVES_A_LINE) {
        List<JsonObject> some =
            moves.subList(i, Math.min(moves.size(), i + MOVES_A_LINE)).stream()
                .map(move -> facts(JsonObject.EMPTY, move))
                .toList();
        rights.audit(
            "push.landing", JsonObject.EMPTY.with("volume", view.shown()).with("moves", some));
      }
      Path sent = incoming.history().transfer().gitDir();
      Map<RefName, Objection> objections =
          hooks.ask(new HubHooks.Pushed(view.shown(), rights.user(), sent, moves));
      for (Map.Entry<RefName, Objection> each : objections.entrySet()) {
        JsonObject facts =
            JsonObject.EMPTY
                .with("volume", view.shown())
                .with("ref", each.getKey().value())
                .with("code", "hook")
                .with("reason", each.getValue().text());
        rights.audit("push.denied", facts);
      }
      return objections;
    }
    return Map.of();
  }

  @Override
  public void landed(VolumeView view, List<RefMove> moves) {
    if (view.rights() instanceof HubRights rights) {
      for (RefMove move : moves) {
        JsonObject facts = facts(JsonObject.EMPTY.with("volume", view.shown()), move);
        try {
          rights.audit(move.ref().equals(Advertised.ACCESS) ? "rules.push" : "push", facts);
        } catch (IOException | VolaryException _) {
          // What could move is written down already, and can't be taken back.
        }
      }
      tell(view, moves, rights);
    }
  }

  private void tell(VolumeView view, List<RefMove> moves, HubRights rights) {
    try {
      Path now = view.transfer().gitDir();
      Optional<String> complaint =
          hooks.tell(new HubHooks.Pushed(view.shown(), rights.user(), now, moves));
      if (complaint.isPresent()) {
        JsonObject facts =
            JsonObject.EMPTY.with("volume", view.shown()).with("reason", complaint.get());
        rights.audit("hook.failed", facts);
      }
    } catch (IOException | VolaryException _) {
      // The push stands, whatever its messenger does.
    }
  }

  private static JsonObject facts(JsonObject facts, RefMove move) {
    return facts
        .with("ref", move.ref().value())
        .with("old", move.before())
        .with("new", move.after());
  }
}

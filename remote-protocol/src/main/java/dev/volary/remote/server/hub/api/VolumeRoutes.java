package dev.volary.remote.server.hub.api;

import dev.volary.core.depot.Volume;
import dev.volary.core.operation.Trash;
import dev.volary.core.operation.Volumes;
import dev.volary.remote.access.Access;
import dev.volary.remote.access.Verdict;
import dev.volary.remote.access.rules.Operation;
import dev.volary.remote.message.json.JsonObject;
import dev.volary.remote.server.hub.HubGate;
import dev.volary.remote.server.hub.HubVolumeName;
import dev.volary.remote.server.hub.NewVolume;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Making, listing, forking and deleting volumes.
final class VolumeRoutes {
  private VolumeRoutes() {}

  static Map<String, HubRoute> all() {
    return Map.of(
        "GET volumes", VolumeRoutes::list,
        "POST volumes", VolumeRoutes::create,
        "DELETE volumes/*/*", VolumeRoutes::delete,
        "POST fork", VolumeRoutes::fork);
  }

  private static JsonObject list(HubCall call) throws IOException {
    List<JsonObject> shown = new ArrayList<>();
    for (HubVolumeName name : call.hub().volumes()) {
      Optional<Volume> volume = call.hub().find(name);
      if (volume.isPresent() && mayKnow(call, name, volume.get())) {
        String main = volume.get().history().refs().defaultBranch().shortName();
        shown.add(JsonObject.EMPTY.with("name", name.toString()).with("default-branch", main));
      }
    }
    return JsonObject.EMPTY.with("volumes", shown);
  }

  private static boolean mayKnow(HubCall call, HubVolumeName name, Volume volume)
      throws IOException {
    Access access = call.hub().rules().of(name, volume);
    return HubGate.mayKnow(volume, access, call.login().caller(), call.hub().now());
  }

  private static JsonObject create(HubCall call) throws IOException {
    call.requireUser();
    HubVolumeName name = HubVolumeName.parse(call.body().text("name"));
    make(call, NewVolume.of(name));
    return JsonObject.EMPTY.with("name", name.toString());
  }

  /// Makes an empty volume that belongs to the caller.
  static Volume make(HubCall call, NewVolume volume) throws IOException {
    require(call, volume.verdict(call.hub(), call.login()));
    return volume.make(call.request(), call.login());
  }

  private static void require(HubCall call, Verdict verdict) throws IOException {
    if (verdict instanceof Verdict.Denied denied) {
      throw call.denied(denied.text(false));
    }
  }

  private static JsonObject delete(HubCall call) throws IOException {
    call.requireUser();
    HubCall.Shown shown = call.volume(call.segment(1) + "/" + call.segment(2));
    require(
        call,
        shown.access().check(call.login().caller(), Operation.VOLUME_DELETE, call.hub().now()));
    JsonObject facts = JsonObject.EMPTY.with("volume", shown.name().toString());
    call.audit("volume.delete", facts);
    Instant until = call.hub().now().plus(Trash.KEPT_FOR);
    new Volumes(call.hub().depot(), call.login().identity()).remove(shown.name().inDepot());
    call.hub().quotas().deleted(shown.name().toString(), until);
    return facts.with("expires", until.toString());
  }

  private static JsonObject fork(HubCall call) throws IOException {
    call.requireUser();
    JsonObject body = call.body();
    String branch = body.text("branch");
    Fork fork =
        new Fork(
            call.volume(body.text("from")),
            RefText.full(branch),
            HubVolumeName.parse(body.text("to")),
            RefText.full(body.find("as").orElse(branch)));
    return fork.run(call);
  }
}

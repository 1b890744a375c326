package dev.volary.remote.server.depot;

import dev.volary.core.depot.Depot;
import dev.volary.core.history.Identity;
import dev.volary.remote.server.Endpoint;
import dev.volary.remote.server.RefsRoute;
import dev.volary.remote.server.VolumeEndpoint;
import dev.volary.remote.server.VolumeFinder;
import dev.volary.remote.server.VolumeRoute;
import dev.volary.remote.server.fetch.FetchLimits;
import dev.volary.remote.server.fetch.FetchRoutes;
import dev.volary.remote.server.fetch.FetchSessions;
import dev.volary.remote.server.git.GitRoutes;
import dev.volary.remote.server.push.PushHooks;
import dev.volary.remote.server.push.PushLimits;
import dev.volary.remote.server.push.PushRoutes;
import dev.volary.remote.server.push.PushSessions;
import java.util.HashMap;
import java.util.Map;

/// Puts together what answers for the volumes of a depot.
public final class DepotService {
  private DepotService() {}

  /// Serves all volumes of a depot to its owner, in this process.
  public static Endpoint forOwner(Depot depot, Identity owner) {
    return new VolumeEndpoint(
        depot,
        VolumeFinder.BY_NAME,
        new OwnerGate(owner),
        routes(depot, FetchLimits.DEFAULTS, PushLimits.DEFAULTS));
  }

  /// What answers at each address below a volume.
  public static Map<String, VolumeRoute> routes(
      Depot depot, FetchLimits fetches, PushLimits pushes) {
    return routes(depot, fetches, pushes, PushHooks.NONE);
  }

  /// The same, with something done around the landing of pushes.
  public static Map<String, VolumeRoute> routes(
      Depot depot, FetchLimits fetches, PushLimits pushes, PushHooks hooks) {
    PushSessions received = new PushSessions(depot, pushes, hooks);
    Map<String, VolumeRoute> routes = new HashMap<>();
    routes.put("GET volary/1/refs", new RefsRoute());
    routes.putAll(FetchRoutes.of(new FetchSessions(depot, fetches)));
    routes.putAll(PushRoutes.of(received));
    routes.putAll(GitRoutes.of(received));
    return routes;
  }
}

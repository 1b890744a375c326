package dev.volary.remote.server.hub.api;

import dev.volary.remote.server.Endpoint;
import dev.volary.remote.server.VolumeRoute;
import dev.volary.remote.server.depot.DepotService;
import dev.volary.remote.server.fetch.FetchLimits;
import dev.volary.remote.server.hub.Hub;
import dev.volary.remote.server.hub.HubEndpoint;
import dev.volary.remote.server.hub.HubPushes;
import dev.volary.remote.server.push.PushLimits;
import java.util.List;
import java.util.Map;

/// Puts together what answers for a hub.
public final class HubService {
  private HubService() {}

  /// Serves a hub: its administration and its volumes.
  public static Endpoint of(Hub hub, FetchLimits fetches, PushLimits pushes) {
    Map<String, VolumeRoute> routes =
        DepotService.routes(hub.depot(), fetches, pushes, new HubPushes(hub));
    HubApi api = new HubApi(hub);
    HubEndpoint volumes = new HubEndpoint(hub, routes);
    return exchange -> {
      List<String> path = exchange.path();
      boolean ofHub =
          path.size() > HubApi.BASE.size()
              && path.subList(0, HubApi.BASE.size()).equals(HubApi.BASE);
      if (ofHub) {
        api.handle(exchange);
      } else {
        volumes.handle(exchange);
      }
    };
  }
}

package dev.volary.remote.server.git;

import dev.volary.remote.server.VolumeRoute;
import dev.volary.remote.server.push.PushSessions;
import java.util.Map;

/// The addresses of Git's smart HTTP protocol below a volume: the door to this package.
public final class GitRoutes {
  private GitRoutes() {}

  /// What answers at each of them.
  public static Map<String, VolumeRoute> of(PushSessions sessions) {
    return Map.of(
        "GET info/refs",
        new InfoRefsRoute(),
        "POST " + GitRequest.UPLOAD,
        new UploadRoute(),
        "POST " + GitRequest.RECEIVE,
        new ReceiveRoute(sessions));
  }
}

package dev.volary.remote.server.hub.api;

import dev.volary.remote.message.json.JsonObject;
import java.io.IOException;

/// What answers one kind of request to a hub. Thread-safe.
@FunctionalInterface
interface HubRoute {
  /// Does it, and says what came of it.
  JsonObject answer(HubCall call) throws IOException;
}

package dev.volary.remote.server.hub;

import dev.volary.remote.message.hub.HubToken;
import dev.volary.remote.message.json.JsonObject;
import dev.volary.remote.server.hub.audit.AuditEvent;
import dev.volary.remote.server.hub.people.Login;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;

/// One request to a hub, as its log names it.
///
/// @param id what all its lines in the log have in common
/// @param address where it came from
public record HubRequest(Hub hub, String id, String address) {
  /// A request with a new id.
  public static HubRequest of(Hub hub, String address) {
    byte[] bytes = new byte[8];
    SecureRandom random = hub.depot().surroundings().random();
    random.nextBytes(bytes);
    return new HubRequest(hub, HexFormat.of().formatHex(bytes), address);
  }

  /// Writes down what somebody does; where it is decided here, before it happens, so that nothing
  /// does that can't be written down.
  public void audit(String event, Login who, JsonObject facts) throws IOException {
    audit(event, who.name(), who.token().map(HubToken::id), facts);
  }

  /// Writes down what somebody did who may have proved nothing.
  public void audit(String event, String actor, Optional<String> token, JsonObject facts)
      throws IOException {
    hub.audit()
        .append(new AuditEvent(event, actor, token, Optional.of(address), Optional.of(id), facts));
  }
}

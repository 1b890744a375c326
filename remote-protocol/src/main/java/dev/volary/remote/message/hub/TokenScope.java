package dev.volary.remote.message.hub;

import dev.volary.remote.message.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What a token lets through, as texts; each list empty for all.
///
/// @param volumes patterns such as `team/*`
/// @param refs patterns such as `main` or `refs/tags/*`
/// @param operations such as `read`
public record TokenScope(
    List<String> volumes, List<String> refs, List<String> operations, Optional<Instant> expires) {
  /// All its owner may do, for ever.
  public static final TokenScope WHOLE =
      new TokenScope(List.of(), List.of(), List.of(), Optional.empty());

  public TokenScope {
    volumes = List.copyOf(volumes);
    refs = List.copyOf(refs);
    operations = List.copyOf(operations);
  }

  /// Whether only time limits it.
  public boolean isWhole() {
    return volumes.isEmpty() && refs.isEmpty() && operations.isEmpty();
  }

  /// As JSON.
  public JsonObject toJson() {
    return JsonObject.EMPTY
        .with("volumes", volumes)
        .with("refs", refs)
        .with("operations", operations)
        .with("expires", expires);
  }

  /// From JSON.
  public static TokenScope of(JsonObject json) {
    return new TokenScope(
        json.texts("volumes"),
        json.texts("refs"),
        json.texts("operations"),
        HubTime.of(json, "expires"));
  }
}

package dev.volary.remote.message.hub;

import dev.volary.remote.message.json.JsonObject;
import java.util.Optional;

/// A change of rules that a hub is asked to make.
///
/// @param kind what is done
/// @param volume whose rules: `NAMESPACE/NAME`; `NAMESPACE/*` for those of a namespace, `*` for the
///   hub's own
/// @param pattern the refs; nothing where operations on volumes are meant
/// @param operations a list with commas, for grants
/// @param subject whom, for grants
/// @param protection how, for protections
/// @param dryRun whether the new text is only to be shown
public record AccessChange(
    Kind kind,
    String volume,
    Optional<String> pattern,
    Optional<String> operations,
    Optional<String> subject,
    Optional<Protecting> protection,
    boolean dryRun) {
  /// What is done.
  public enum Kind {
    /// Somebody may.
    GRANT,
    /// Somebody may no longer, by this section.
    REVOKE,
    /// Refs are protected.
    PROTECT,
    /// Refs are protected no longer.
    UNPROTECT;

    /// Its name in addresses and JSON.
    public String code() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /// How refs are protected.
  ///
  /// @param push the only ones who may change them, a list with commas
  /// @param until such as `90d`
  public record Protecting(
      boolean noDelete, boolean noForce, Optional<String> push, Optional<String> until) {}

  /// As JSON, but for the kind.
  public JsonObject toJson() {
    JsonObject json =
        JsonObject.EMPTY
            .with("volume", volume)
            .with("pattern", pattern)
            .with("operations", operations)
            .with("subject", subject)
            .with("dry-run", dryRun);
    return protection.isEmpty()
        ? json
        : json.with(
            "protection",
            JsonObject.EMPTY
                .with("no-delete", protection.get().noDelete())
                .with("no-force", protection.get().noForce())
                .with("push", protection.get().push())
                .with("until", protection.get().until()));
  }

  /// From JSON.
  public static AccessChange of(Kind kind, JsonObject json) {
    return new AccessChange(
        kind,
        json.text("volume"),
        json.find("pattern"),
        json.find("operations"),
        json.find("subject"),
        json.object("protection")
            .map(object ->
                new Protecting(
                    object.flag("no-delete"),
                    object.flag("no-force"),
                    object.find("push"),
                    object.find("until"))),
        json.flag("dry-run"));
  }
}

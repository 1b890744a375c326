package dev.volary.remote.server.hub.api;

import dev.volary.remote.server.hub.HubVolumeName;

/// Whose rules are meant.
sealed interface RuleTarget {
  /// The hub's, written `*`.
  record OfHub() implements RuleTarget {}

  /// A namespace's, written `team/*`.
  record OfNamespace(String name) implements RuleTarget {}

  /// A volume's, written `team/pgdata`.
  record OfVolume(HubVolumeName name) implements RuleTarget {}

  /// Whose rules a text means; USAGE where it means none.
  static RuleTarget parse(String text) {
    if (text.equals("*")) {
      return new OfHub();
    }
    return text.endsWith("/*")
        ? new OfNamespace(HubVolumeName.checkNamespace(text.substring(0, text.length() - 2)))
        : new OfVolume(HubVolumeName.parse(text));
  }
}

package dev.volary.remote.server.hub.api;

import dev.volary.core.history.RefName;

/// Refs as people write them.
final class RefText {
  private RefText() {}

  /// The ref of a full name, or of a branch's.
  static RefName full(String text) {
    return text.startsWith("refs/") ? new RefName(text) : RefName.branch(text);
  }
}

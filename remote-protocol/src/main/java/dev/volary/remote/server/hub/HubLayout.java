package dev.volary.remote.server.hub;

import java.nio.file.Path;

/// Where the hub's own files stand in its depot.
///
/// @param depot the depot's directory
record HubLayout(Path depot) {
  /// The folder whose presence makes a depot a hub; nobody but its owner enters it.
  Path directory() {
    return depot.resolve("hub");
  }

  /// Users, groups, tokens and invitations.
  Path people() {
    return directory().resolve("people");
  }

  /// The hub's rules.
  Path rules() {
    return directory().resolve("access.config");
  }

  /// The rules of a namespace.
  Path rules(String namespace) {
    return namespaces().resolve(namespace + ".config");
  }

  /// The folder of the namespaces' rules.
  Path namespaces() {
    return directory().resolve("namespaces");
  }

  /// What happened.
  Path audit() {
    return directory().resolve("audit.jsonl");
  }

  /// Limits on what is kept, and what counts against them.
  Path quotas() {
    return directory().resolve("quotas");
  }

  /// The folder of webhooks and of what they are still to be told.
  Path webhooks() {
    return directory().resolve("webhooks");
  }

  /// Programs that are asked about pushes.
  Path hooks() {
    return directory().resolve("hooks");
  }

  /// The certificate it proves itself by.
  Path identity() {
    return directory().resolve("identity");
  }
}

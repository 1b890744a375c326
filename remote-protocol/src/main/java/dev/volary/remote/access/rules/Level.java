package dev.volary.remote.access.rules;

/// Where a rule comes from; each level inherits those before it.
public enum Level {
  /// What holds where nobody says otherwise.
  BUILT_IN("built in"),
  /// The rules of a hub, for all its volumes.
  HUB("the hub's rules"),
  /// The rules of a namespace, for the volumes in it.
  NAMESPACE("the namespace's rules"),
  /// The rules in a volume's own `refs/meta/access`.
  VOLUME("the volume's rules");

  private final String title;

  Level(String title) {
    this.title = title;
  }

  @Override
  public String toString() {
    return title;
  }
}

package dev.volary.core.restore.plan;

/// What a plan decided for one name.
public enum Action {
  /// It is as wanted, it and all beneath it.
  LEAVE,
  /// A directory in which something is done, or whose attributes are set.
  ENTER,
  /// A directory in which something is done, and which keeps its attributes.
  PASS,
  /// It is removed, with all beneath it.
  REMOVE,
  /// It is made, with all beneath it.
  CREATE,
  /// Another kind of entry stands there: that is removed, then this is made.
  EXCHANGE,
  /// A file whose bytes are patched in place, and its attributes set.
  PATCH,
  /// Its attributes are set.
  ATTRIBUTES,
  /// A file with links elsewhere, or anything else that can't be changed in place: a new one is
  /// made beside it and takes its name.
  REWRITE,
  /// It becomes a hard link of a file that comes earlier in the walk.
  LINK;

  private static final Action[] ALL = values();

  /// Returns the action that a log holds as `code`.
  static Action of(byte code) {
    return ALL[code];
  }

  /// Returns its form in a log.
  byte code() {
    for (byte i = 0; i < ALL.length; i++) {
      if (ALL[i] == this) {
        return i;
      }
    }
    throw new IllegalStateException(name());
  }
}

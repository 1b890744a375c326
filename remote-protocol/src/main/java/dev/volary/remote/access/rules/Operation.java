package dev.volary.remote.access.rules;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// What somebody may be allowed to do; none implies another.
public enum Operation {
  /// See a ref and what is reachable from it.
  READ(true, "read"),
  /// Make a ref that is not there.
  CREATE(true, "create"),
  /// Move a branch forward.
  PUSH(true, "push"),
  /// Move a ref to where the old commit is not among the ancestors; move a tag at all.
  FORCE(true, "force"),
  /// Take a ref away.
  DELETE(true, "delete"),
  /// Change the rules.
  ADMIN(true, "admin"),
  /// Make a volume.
  VOLUME_CREATE(false, "create"),
  /// Take a volume away.
  VOLUME_DELETE(false, "delete"),
  /// Give a volume another name.
  VOLUME_RENAME(false, "rename"),
  /// Run garbage collection.
  GC(false, "gc"),
  /// Read the audit log.
  AUDIT_READ(false, "audit-read");

  private final boolean onRefs;
  private final String key;

  Operation(boolean onRefs, String key) {
    this.onRefs = onRefs;
    this.key = key;
  }

  /// Whether it is done to a ref; else it is done to a volume.
  public boolean isOnRefs() {
    return onRefs;
  }

  /// The name of its setting in `access.config`.
  public String key() {
    return key;
  }

  /// Its name: `push`, `volume.create`, `audit.read`.
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '.');
  }

  /// The operation on refs, or on volumes, that a setting's name stands for.
  static Optional<Operation> ofKey(String key, boolean onRefs) {
    return Arrays.stream(values())
        .filter(each -> each.onRefs == onRefs && each.key.equals(key))
        .findAny();
  }

  /// The operation of this name; USAGE if there is none.
  public static Operation parse(String text) {
    return Arrays.stream(values())
        .filter(each -> each.text().equals(text))
        .findAny()
        .orElseThrow(() ->
            new VolaryException(
                Fault.USAGE,
                "'" + text + "' is no operation",
                Arrays.stream(values()).map(Operation::text).toList()));
  }

  /// The operations of a list with commas; USAGE if one is unknown or there is none.
  public static Set<Operation> parseAll(String text) {
    EnumSet<Operation> all = EnumSet.noneOf(Operation.class);
    for (String name : List.of(text.split(",", -1))) {
      all.add(parse(name.strip()));
    }
    return all;
  }

  @Override
  public String toString() {
    return text();
  }
}

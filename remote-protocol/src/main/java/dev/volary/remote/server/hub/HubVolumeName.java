package dev.volary.remote.server.hub;

import dev.volary.core.depot.VolumeName;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import java.util.Optional;
import java.util.regex.Pattern;

/// The name of a volume on a hub: `team/pgdata`.
///
/// In the hub's depot it is called `team--pgdata`; since no namespace holds or ends in two hyphens,
/// one stands for the other without doubt.
public record HubVolumeName(String namespace, String name) {
  private static final String SEPARATOR = "--";
  private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9_]+(-[a-z0-9_]+)*");

  /// Addresses that begin so are the hub's own.
  private static final String RESERVED = "volary";

  public HubVolumeName {
    if (!isNamespace(namespace) || !VolumeName.isValid(namespace + SEPARATOR + name)) {
      throw refused(namespace + "/" + name);
    }
  }

  private static boolean isNamespace(String text) {
    return NAMESPACE.matcher(text).matches() && !text.startsWith("_") && !text.equals(RESERVED);
  }

  private static VolaryException refused(String text) {
    return new VolaryException(
        Fault.USAGE,
        "'%s' is no volume of a hub: write NAMESPACE/NAME of a-z, 0-9, _ and -".formatted(text));
  }

  /// The name of this text; USAGE if it is none.
  public static HubVolumeName parse(String text) {
    return find(text).orElseThrow(() -> refused(text));
  }

  /// The name of this text, if it is one.
  public static Optional<HubVolumeName> find(String text) {
    int slash = text.indexOf('/');
    return slash < 0 ? Optional.empty() : of(text.substring(0, slash), text.substring(slash + 1));
  }

  /// The name of these two parts, if they make one.
  static Optional<HubVolumeName> of(String namespace, String name) {
    boolean valid =
        isNamespace(namespace)
            && VolumeName.isValid(name)
            && VolumeName.isValid(namespace + SEPARATOR + name);
    return valid ? Optional.of(new HubVolumeName(namespace, name)) : Optional.empty();
  }

  /// The name on the hub of a volume of its depot, if it has one.
  static Optional<HubVolumeName> of(VolumeName inDepot) {
    int at = inDepot.text().indexOf(SEPARATOR);
    return at < 0
        ? Optional.empty()
        : of(inDepot.text().substring(0, at), inDepot.text().substring(at + SEPARATOR.length()));
  }

  /// Refuses what is no namespace; USAGE.
  public static String checkNamespace(String text) {
    if (!isNamespace(text)) {
      throw new VolaryException(Fault.USAGE, "'" + text + "' is no namespace");
    }
    return text;
  }

  /// Its name in the hub's depot.
  public VolumeName inDepot() {
    return new VolumeName(namespace + SEPARATOR + name);
  }

  @Override
  public String toString() {
    return namespace + "/" + name;
  }
}

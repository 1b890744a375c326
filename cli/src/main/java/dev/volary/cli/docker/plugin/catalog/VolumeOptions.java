package dev.volary.cli.docker.plugin.catalog;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// The options a volume was created with.
///
/// @param ref which branch, tag, commit or time, as in `VOLUME@REF`
/// @param mode what containers may do, if it was said
/// @param from the depot, peer or hub it is cloned from
/// @param autocommit whether it is committed after the last unmount
public record VolumeOptions(
    Optional<String> ref, Optional<Mode> mode, Optional<String> from, boolean autocommit) {
  private static final List<String> KNOWN = List.of("ref", "mode", "from", "autocommit");
  private static final String ON_UNMOUNT = "on-unmount";

  /// Reads what Docker passes on; USAGE for what is not known, which must not be ignored.
  public static VolumeOptions parse(Map<String, String> given) {
    for (String key : given.keySet()) {
      if (!KNOWN.contains(key)) {
        throw new VolaryException(
            Fault.USAGE,
            "there is no option '%s': there are %s".formatted(key, String.join(", ", KNOWN)));
      }
    }
    Optional<String> mode = Optional.ofNullable(given.get("mode"));
    if (mode.isPresent() && Mode.of(mode.get()).isEmpty()) {
      throw new VolaryException(
          Fault.USAGE, "mode '%s' is none: write rw, ro or scratch".formatted(mode.get()));
    }
    Optional<String> autocommit = Optional.ofNullable(given.get("autocommit"));
    if (autocommit.isPresent() && !autocommit.get().equals(ON_UNMOUNT)) {
      throw new VolaryException(
          Fault.USAGE,
          "autocommit '%s' is none: write autocommit=%s".formatted(autocommit.get(), ON_UNMOUNT));
    }
    return new VolumeOptions(
        Optional.ofNullable(given.get("ref")),
        mode.flatMap(Mode::of),
        Optional.ofNullable(given.get("from")),
        autocommit.isPresent());
  }

  /// Returns them as they were given.
  public SortedMap<String, String> asMap() {
    SortedMap<String, String> map = new TreeMap<>();
    ref.ifPresent(value -> map.put("ref", value));
    mode.ifPresent(value -> map.put("mode", value.word()));
    from.ifPresent(value -> map.put("from", value));
    if (autocommit) {
      map.put("autocommit", ON_UNMOUNT);
    }
    return map;
  }
}

package dev.volary.cli.docker.compose;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntUnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One port that a service publishes on the machine, as Compose writes it.
///
/// @param address it is published at; all where there is none
/// @param published the machine's port; Docker picks one where there is none
/// @param target the container's port
/// @param protocol `tcp` or `udp`
record PublishedPort(Optional<String> address, OptionalInt published, int target, String protocol) {
  private static final Pattern SHORT =
      Pattern.compile(
          "(?:(?<address>[0-9.]+|\\[[0-9a-fA-F:]+\\]):)?(?:(?<published>[0-9]*):)?"
              + "(?<target>[0-9]+)(?:/(?<protocol>tcp|udp))?");

  /// Reads one entry of a service's `ports`; nothing for a range or what else is not understood.
  static Optional<PublishedPort> read(Object entry, Variables variables) {
    Optional<Map<String, Object>> map = Yaml.map(entry);
    if (map.isPresent()) {
      return readLong(map.get(), variables);
    }
    Matcher parts = SHORT.matcher(variables.in(String.valueOf(entry)));
    if (!parts.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new PublishedPort(
            Optional.ofNullable(parts.group("address")),
            number(Optional.ofNullable(parts.group("published"))),
            Integer.parseInt(parts.group("target")),
            Optional.ofNullable(parts.group("protocol")).orElse("tcp")));
  }

  private static Optional<PublishedPort> readLong(Map<String, Object> entry, Variables variables) {
    Optional<String> target = Yaml.text(entry, "target").map(variables::in);
    if (target.isEmpty() || number(target).isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new PublishedPort(
            Yaml.text(entry, "host_ip").map(variables::in),
            number(Yaml.text(entry, "published").map(variables::in)),
            number(target).getAsInt(),
            Yaml.text(entry, "protocol").map(variables::in).orElse("tcp")));
  }

  private static OptionalInt number(Optional<String> text) {
    return text.filter(digits -> digits.matches("[0-9]{1,5}")).isPresent()
        ? OptionalInt.of(Integer.parseInt(text.get()))
        : OptionalInt.empty();
  }

  /// Returns the same at another of the machine's ports, if it has a fixed one.
  PublishedPort moved(IntUnaryOperator to) {
    return published.isEmpty()
        ? this
        : new PublishedPort(
            address, OptionalInt.of(to.applyAsInt(published.getAsInt())), target, protocol);
  }

  /// Returns the short form of one at a fixed port of the machine.
  String entry() {
    String at = address.map(ip -> ip + ":").orElse("");
    return at + published.orElseThrow() + ":" + target + "/" + protocol;
  }
}

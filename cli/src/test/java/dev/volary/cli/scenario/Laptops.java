package dev.volary.cli.scenario;

import dev.volary.fixtures.process.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Two network namespaces with a cable between them, as two laptops on one network.
final class Laptops implements AutoCloseable {
  private static final String NAME = "volary" + ProcessHandle.current().pid();
  private static final String ONE = NAME + "a";
  private static final String TWO = NAME + "b";

  /// What keeps this machine from having any, or nothing.
  static Optional<String> obstacle() {
    if (!"root".equals(System.getProperty("user.name")) || !Command.available("ip")) {
      return Optional.of("needs root and iproute2");
    }
    boolean possible =
        Command.of("ip", "netns", "add", NAME + "x").run().exitCode() == 0
            && Command.of("ip", "netns", "delete", NAME + "x").run().exitCode() == 0;
    return possible ? Optional.empty() : Optional.of("network namespaces can't be made here");
  }

  Laptops(String oneAddress, String twoAddress) {
    ip("netns", "add", ONE);
    ip("netns", "add", TWO);
    ip("link", "add", "cable", "netns", ONE, "type", "veth", "peer", "cable", "netns", TWO);
    up(ONE, oneAddress);
    up(TWO, twoAddress);
  }

  private static void up(String namespace, String address) {
    ip("-n", namespace, "address", "add", address + "/24", "dev", "cable");
    ip("-n", namespace, "link", "set", "lo", "up");
    ip("-n", namespace, "link", "set", "cable", "up");
  }

  /// Gives the first one another address.
  void move(String from, String to) {
    ip("-n", ONE, "address", "delete", from + "/24", "dev", "cable");
    ip("-n", ONE, "address", "add", to + "/24", "dev", "cable");
  }

  /// What starts a program on the first.
  List<String> one() {
    return List.of("ip", "netns", "exec", ONE);
  }

  /// What starts a program on the second.
  List<String> two() {
    return List.of("ip", "netns", "exec", TWO);
  }

  private static void ip(String... words) {
    List<String> all = new ArrayList<>(List.of("ip"));
    all.addAll(List.of(words));
    Command.of(all).succeed();
  }

  @Override
  public void close() {
    ip("netns", "delete", ONE);
    ip("netns", "delete", TWO);
  }
}

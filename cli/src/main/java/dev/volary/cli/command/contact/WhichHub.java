package dev.volary.cli.command.contact;

import dev.volary.cli.command.Invocation;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.remote.client.hub.HubClient;
import dev.volary.remote.wire.Transport;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/// The hub that a verb asks.
public final class WhichHub {
  private static final String VARIABLE = "VOLARY_HUB";

  @Option(
      names = "--hub",
      paramLabel = "URL",
      description = "the hub (default: VOLARY_HUB, else the only server logged in to)")
  private Optional<String> hub = Optional.empty();

  /// A request to a hub.
  @FunctionalInterface
  public interface Asking<T> {
    T of(HubClient hub) throws IOException;
  }

  /// A request whose answer says nothing.
  @FunctionalInterface
  public interface Telling {
    void to(HubClient hub) throws IOException;
  }

  /// Whether one was named on the command line.
  public boolean isNamed() {
    return hub.isPresent();
  }

  public <T> T ask(Invocation call, Asking<T> asking) throws IOException {
    return ask(call, origin(call), asking);
  }

  public void tell(Invocation call, Telling telling) throws IOException {
    ask(
        call,
        hub -> {
          telling.to(hub);
          return hub;
        });
  }

  /// Asks the hub that a volume's full address names, else the usual one.
  public <T> T ask(Invocation call, HubVolume volume, Asking<T> asking) throws IOException {
    return ask(call, volume.origin().isPresent() ? volume.origin().get() : origin(call), asking);
  }

  /// Asks the hub at an address.
  public static <T> T ask(Invocation call, String origin, Asking<T> asking) throws IOException {
    try (Transport transport = new Contact(call).openHub(origin)) {
      return asking.of(new HubClient(transport));
    }
  }

  /// Returns where the hub is; USAGE where that is in doubt.
  public String origin(Invocation call) {
    String fixed = call.surroundings().environment().getOrDefault(VARIABLE, "");
    if (hub.isPresent() || !fixed.isEmpty()) {
      return Place.originOf(hub.orElse(fixed));
    }
    List<String> known =
        new CredentialFile(call.depotDirectory())
            .origins().stream().filter(origin -> origin.startsWith("http")).toList();
    if (known.isEmpty()) {
      throw new VolaryException(
          Fault.NOT_FOUND, "no hub is known here: `volary login URL`, or name one with --hub");
    }
    if (known.size() > 1) {
      throw new VolaryException(
          Fault.USAGE, "more than one server is logged in to: say which with --hub", known);
    }
    return known.getFirst();
  }
}

package dev.volary.cli.command.sharing;

import dev.volary.cli.command.Invocation;
import dev.volary.cli.command.Verb;
import dev.volary.cli.command.contact.CredentialFile;
import dev.volary.cli.command.contact.Span;
import dev.volary.cli.output.Output;
import dev.volary.cli.output.Words;
import dev.volary.remote.discovery.FoundPeer;
import dev.volary.remote.discovery.LocalNetwork;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `volary peers`.
@Command(
    name = "peers",
    description = "List who shares volumes on the local network now, each as it is heard.")
public final class Peers implements Verb {
  /// Wide enough for an IPv4 address; others push what follows to the right.
  private static final String ROW = "%-12s  %-15s  %-5s  %s";

  @Option(
      names = "--wait",
      paramLabel = "TIME",
      converter = Span.class,
      description = "listen for so long (default: 10s; who has just begun takes some to be heard)")
  private Duration wait = Duration.ofSeconds(10);

  private boolean anybody;

  @Override
  public int run(Invocation call) throws IOException {
    List<String> origins = new CredentialFile(call.depotDirectory()).origins();
    Output output = call.output();
    output.talk("listening for %s; Ctrl-C ends it".formatted(Words.roughly(wait)));
    LocalNetwork.listen(
        wait,
        peer -> {
          print(output, peer, opened(peer, origins));
          return Optional.empty();
        });
    if (!anybody) {
      output.talk("nobody shares anything on the local network now");
    }
    return DONE;
  }

  private void print(Output output, FoundPeer peer, List<String> volumes) {
    if (output.mode().json()) {
      output.json(
          "volary.peer/1",
          json ->
              json.put("fingerprint", peer.fingerprint())
                  .texts("addresses", peer.addresses())
                  .put("port", peer.port())
                  .texts("volumes", volumes));
    } else if (output.mode().quiet()) {
      output.line(peer.fingerprint());
    } else {
      if (!anybody) {
        output.line(ROW.formatted("FINGERPRINT", "ADDRESS", "PORT", "LETS YOU IN TO"));
      }
      output.line(
          ROW.formatted(
                  peer.fingerprint().substring(0, 12),
                  String.join(" ", peer.addresses()),
                  peer.port(),
                  String.join(" ", volumes))
              .stripTrailing());
    }
    anybody = true;
    output.flush();
  }

  private static List<String> opened(FoundPeer peer, List<String> origins) {
    String prefix = "sha256:" + peer.fingerprint() + "/";
    return origins.stream()
        .filter(origin -> origin.startsWith(prefix))
        .map(origin -> origin.substring(prefix.length()))
        .toList();
  }
}

package dev.volary.cli.command.sharing;

import dev.volary.cli.command.Invocation;
import dev.volary.cli.command.Verb;
import dev.volary.cli.command.contact.CredentialFile;
import dev.volary.cli.output.Output;
import dev.volary.cli.output.Table;
import dev.volary.remote.discovery.FoundPeer;
import dev.volary.remote.discovery.LocalNetwork;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;

/// `volary peers`.
@Command(name = "peers", description = "List who shares volumes on the local network now.")
public final class Peers implements Verb {
  private static final Duration WAIT = Duration.ofSeconds(3);

  @Override
  public int run(Invocation call) throws IOException {
    List<FoundPeer> peers = LocalNetwork.list(WAIT);
    List<String> origins = new CredentialFile(call.depotDirectory()).origins();
    Output output = call.output();
    if (output.mode().json()) {
      peers.forEach(peer ->
          output.json(
              "volary.peer/1",
              json ->
                  json.put("fingerprint", peer.fingerprint())
                      .texts("addresses", peer.addresses())
                      .put("port", peer.port())
                      .texts("volumes", opened(peer, origins))));
    } else if (output.mode().quiet()) {
      peers.forEach(peer -> output.line(peer.fingerprint()));
    } else if (peers.isEmpty()) {
      output.talk("nobody shares anything on the local network now");
    } else {
      Table table = new Table().row("FINGERPRINT", "ADDRESS", "PORT", "LETS YOU IN TO");
      peers.forEach(peer ->
          table.row(
              peer.fingerprint().substring(0, 12),
              String.join(" ", peer.addresses()),
              String.valueOf(peer.port()),
              String.join(" ", opened(peer, origins))));
      table.print(output);
    }
    return DONE;
  }

  private static List<String> opened(FoundPeer peer, List<String> origins) {
    String prefix = "sha256:" + peer.fingerprint() + "/";
    return origins.stream()
        .filter(origin -> origin.startsWith(prefix))
        .map(origin -> origin.substring(prefix.length()))
        .toList();
  }
}

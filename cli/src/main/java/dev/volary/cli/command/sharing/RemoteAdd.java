package dev.volary.cli.command.sharing;

import dev.volary.cli.command.Invocation;
import dev.volary.cli.command.Verb;
import dev.volary.cli.command.contact.CaFile;
import dev.volary.cli.command.contact.RemoteUrl;
import dev.volary.core.depot.Remote;
import dev.volary.core.depot.Remotes;
import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `volary remote add`.
@Command(name = "add", description = "Add a remote.")
final class RemoteAdd implements Verb {
  @Option(
      names = "--fingerprint",
      paramLabel = "HEX",
      description = "SHA-256 of the certificate that a peer must show")
  private Optional<String> fingerprint = Optional.empty();

  @Mixin private CaFile caFile = new CaFile();

  @Parameters(index = "0", paramLabel = "NAME", description = "such as origin")
  private String name = "";

  @Parameters(
      index = "1",
      paramLabel = "URL",
      description = "https://HOST/VOLUME, file:///DEPOT/VOLUME, or the path DEPOT/VOLUME")
  private String url = "";

  @Override
  public int run(Invocation call) throws IOException {
    Remote remote = new Remote(name, RemoteUrl.absolute(url, call.here()), fingerprint);
    caFile.keep(call, remote);
    Remotes.of(call.volume()).add(remote);
    RemoteList.print(call.output(), remote);
    return DONE;
  }
}
